package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DicomToolTest {
  @Test
  void listsItsToolsWhereNothingIsAsked() {
    assertThat(ToolRun.of().isOk().output()).contains("./tia dicom echo ");
    assertThat(ToolRun.of("--help").output()).isEqualTo(ToolRun.of().output());
  }

  private static List<String> tools() {
    List<String> tools = ToolRun.of().output().lines()
        .filter(line -> line.startsWith("  ./tia dicom "))
        .map(line -> line.strip().split(" +")[2])
        .toList();
    assertThat(tools).isNotEmpty();
    return tools;
  }

  @Test
  void isDescribedInTheDocs() throws IOException {
    Path docs = Path.of(System.getProperty("tia.root", ".."), "docs", "tools.md");
    assertThat(Files.readString(docs).lines().filter(line -> line.startsWith("| [`")))
        .map(line -> line.replaceAll("^.*\\[`(.*?)`.*$", "$1"))
        .containsExactlyElementsOf(tools());
  }

  @Test
  void hasEachOptionOfTheDocs() throws IOException {
    Path docs = Path.of(System.getProperty("tia.root", ".."), "docs", "tools.md");
    String help = tools().stream()
        .map(tool -> ToolRun.of(tool, "--help").output())
        .collect(Collectors.joining());
    Set<String> named = Pattern.compile("`(--[a-z-]+)").matcher(Files.readString(docs)).results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).contains("--tls", "--accept", "--study");
    named.remove("--help");
    assertThat(named).allSatisfy(option -> assertThat(help).containsPattern(" " + option + "\\s"));
  }

  @Test
  void explainsEachToolThatItLists() {
    for (String tool : tools()) {
      assertThat(ToolRun.of(tool, "--help").isOk().output())
          .contains("./tia dicom " + tool + " ", "Example");
    }
  }

  @Test
  void answersAWrongCommandLineWithUsage() {
    assertThat(ToolRun.of("fly").errors())
        .isEqualToNormalizingNewlines(
            "tia dicom: there is no 'fly'; ./tia dicom --help lists all.\n");
    assertThat(ToolRun.of("fly").exitCode()).isEqualTo(DicomTool.USAGE);
    assertUsage("it takes one HOST:PORT, got nothing.", "echo");
    assertUsage("there is no option --fast.", "echo", "--fast", "localhost:1");
    assertUsage("--called needs a value: AE.", "echo", "localhost:1", "--called");
    assertUsage("--repeat is a whole number from 1 to 1000000, got '0'.",
        "echo", "--repeat=0", "localhost:1");
    assertUsage("a peer is HOST:PORT such as 10.1.2.3:11112, got 'localhost'.",
        "echo", "localhost");
    assertUsage("--calling is an AE title of 1 to 16 ASCII characters, got 'VIỆN'.",
        "echo", "--calling", "VIỆN", "localhost:1");
    assertUsage("stores of certificates are for --tls only.",
        "echo", "--tls-key", "key.p12", "localhost:1");
  }

  @Test
  void failsOnANameThatNoFileCanHave() {
    ToolRun run = ToolRun.of("render", "a\0b", "-");

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors()).startsWith("tia dicom render: 'a\0b' is no file name.");
  }

  private static void assertUsage(String why, String... args) {
    ToolRun run = ToolRun.of(args);
    assertThat(run.exitCode()).isEqualTo(DicomTool.USAGE);
    assertThat(run.errors()).startsWith("tia dicom " + args[0] + ": " + why);
  }
}
