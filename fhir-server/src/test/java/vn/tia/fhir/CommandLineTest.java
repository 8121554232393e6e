package vn.tia.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.CommandLine.Demo;
import vn.tia.fhir.CommandLine.Dicom;
import vn.tia.fhir.CommandLine.Ending;
import vn.tia.fhir.CommandLine.Help;
import vn.tia.fhir.CommandLine.Queue;
import vn.tia.fhir.CommandLine.Up;
import vn.tia.fhir.CommandLine.Wrong;

class CommandLineTest {
  @Test
  void turnsFlagsIntoSettings() {
    assertThat(CommandLine.parse("up", "--data", "/srv/tia", "--http-port", "0", "--tia.a=b"))
        .isEqualTo(new Up(List.of("--tia.data=/srv/tia", "--server.port=0", "--tia.a=b")));
  }

  @Test
  void endsADemoOnlyWhenAsked() {
    assertThat(CommandLine.parse("demo")).isEqualTo(new Demo(List.of(), Ending.KEEP_SERVING));
    assertThat(CommandLine.parse("demo", "--exit")).isEqualTo(new Demo(List.of(), Ending.EXIT));
  }

  @Test
  void leavesTheArgumentsOfDicomToolsToThem() {
    assertThat(CommandLine.parse("dicom", "echo", "--help"))
        .isEqualTo(new Dicom(List.of("echo", "--help")));
  }

  @Test
  void leavesTheArgumentsOfQueuesToThem() {
    assertThat(CommandLine.parse("messages", "replay", "7"))
        .isEqualTo(new Queue("messages", List.of("replay", "7")));
    assertThat(CommandLine.parse("deliveries")).isEqualTo(new Queue("deliveries", List.of()));
  }

  @Test
  void helpsWhereNothingIsAsked() {
    assertThat(CommandLine.parse()).isEqualTo(new Help());
    assertThat(CommandLine.parse("up", "--help")).isEqualTo(new Help());
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(CommandLine.parse("fly"))
        .isEqualTo(new Wrong("'fly' is not a command; ./tia --help lists them."));
    assertThat(CommandLine.parse("up", "--data")).isEqualTo(new Wrong("--data needs a value."));
    assertThat(CommandLine.parse("up", "--exit"))
        .isEqualTo(new Wrong("'--exit' is not a flag; ./tia --help lists them."));
  }
}
