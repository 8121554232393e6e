package vn.tia.fhir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import vn.tia.dicom.tool.DicomTool;
import vn.tia.fhir.CommandLine.Demo;
import vn.tia.fhir.CommandLine.Dicom;
import vn.tia.fhir.CommandLine.Ending;
import vn.tia.fhir.CommandLine.Help;
import vn.tia.fhir.CommandLine.Packages;
import vn.tia.fhir.CommandLine.Queue;
import vn.tia.fhir.CommandLine.Up;
import vn.tia.fhir.CommandLine.Wrong;
import vn.tia.fhir.admin.PackagesTool;
import vn.tia.fhir.admin.QueuesTool;
import vn.tia.fhir.config.TiaConfiguration;
import vn.tia.fhir.config.TiaSettings;
import vn.tia.fhir.demo.DemoOrder;
import vn.tia.fhir.demo.HisStandIn;

/// The entry of the program: `up`, `demo`, `dicom` or help.
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(TiaConfiguration.class)
public class Main {
  /// Exit code of a command line that can't be understood (as in `sysexits.h`).
  private static final int USAGE = 64;

  public static void main(String... arguments) {
    try {
      switch (CommandLine.parse(arguments)) {
        case Help _ -> System.out.print(CommandLine.HELP);
        case Wrong(String why) -> end(USAGE, why);
        case Dicom(var words) ->
            System.exit(DicomTool.run(words, System.in, System.out, System.err));
        case Queue(var queue, var words) ->
            System.exit(QueuesTool.run(queue, words, System.out, System.err));
        case Packages(var words) -> System.exit(PackagesTool.run(words, System.out, System.err));
        case Up(var settings) -> start(settings);
        case Demo demo -> play(demo);
      }
    } catch (IOException | RuntimeException error) {
      end(1, sentence(error));
    }
  }

  /// Starts everything, says where, and returns when every door is open.
  static ConfigurableApplicationContext start(List<String> settings) {
    long begin = System.nanoTime();
    var program = new SpringApplication(Main.class);
    program.setBannerMode(Banner.Mode.OFF);
    var context = program.run(settings.toArray(String[]::new));
    Announcement.of(context).print(System.out, System.nanoTime() - begin);
    return context;
  }

  private static void play(Demo demo) throws IOException {
    // Kept open while serving: a HIS stays there after its first report.
    var his = HisStandIn.start();
    var settings = new ArrayList<>(demo.settings());
    settings.addAll(
        List.of(
            "--tia.destinations[0].name=demo-his",
            "--tia.destinations[0].facility=" + DemoOrder.FACILITY,
            "--tia.destinations[0].host=127.0.0.1",
            "--tia.destinations[0].port=" + his.port()));
    var context = start(settings);
    var doors = Announcement.of(context).doors();
    Path pictures = context.getBean(TiaSettings.class).data().resolve("demo");
    boolean isRight = vn.tia.fhir.demo.Demo.play(System.out, doors, his, pictures);
    if (demo.ending() == Ending.EXIT) {
      context.close();
      his.close();
      System.exit(isRight ? 0 : 1);
    }
    Announcement.of(context).printServing(System.out);
  }

  private static void end(int code, String why) {
    System.err.println("tia: " + why);
    System.exit(code);
  }

  /// What went wrong at start, from the cause that knows it best.
  private static String sentence(Throwable error) {
    var cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
