package vn.tia.fhir;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import vn.tia.fhir.CommandLine.Demo;
import vn.tia.fhir.CommandLine.Help;
import vn.tia.fhir.CommandLine.Up;
import vn.tia.fhir.CommandLine.Wrong;
import vn.tia.fhir.config.TiaConfiguration;

/// The entry of the program: `up`, `demo` or help.
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(TiaConfiguration.class)
public class Main {
  /// Exit code of a command line that can't be understood (as in `sysexits.h`).
  private static final int USAGE = 64;

  public static void main(String... arguments) {
    switch (CommandLine.parse(arguments)) {
      case Help _ -> System.out.print(CommandLine.HELP);
      case Wrong(String why) -> end(USAGE, why);
      case Up up -> serve(up);
      case Demo demo -> System.exit(0);
    }
  }

  private static void serve(Up up) {
    try {
      start(up.settings().toArray(String[]::new));
    } catch (RuntimeException error) {
      end(1, sentence(error));
    }
  }

  /// Starts everything, and returns when every door is open.
  static ConfigurableApplicationContext start(String... settings) {
    var program = new SpringApplication(Main.class);
    program.setBannerMode(Banner.Mode.OFF);
    return program.run(settings);
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
