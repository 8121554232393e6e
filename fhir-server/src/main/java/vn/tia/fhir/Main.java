package vn.tia.fhir;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import vn.tia.fhir.CommandLine.Demo;
import vn.tia.fhir.CommandLine.Help;
import vn.tia.fhir.CommandLine.Up;
import vn.tia.fhir.CommandLine.Wrong;

/// The entry of the program: `up`, `demo` or help.
@SpringBootConfiguration
@EnableAutoConfiguration
public class Main {
  /// Exit code of a command line that can't be understood (as in `sysexits.h`).
  private static final int USAGE = 64;

  public static void main(String... arguments) {
    switch (CommandLine.parse(arguments)) {
      case Help _ -> System.out.print(CommandLine.HELP);
      case Wrong(String why) -> {
        System.err.println("tia: " + why);
        System.exit(USAGE);
      }
      case Up up -> start(up.settings().toArray(String[]::new));
      case Demo demo -> start(demo.settings().toArray(String[]::new));
    }
  }

  /// Starts everything, and returns when every door is open.
  static ConfigurableApplicationContext start(String... settings) {
    var program = new SpringApplication(Main.class);
    program.setBannerMode(Banner.Mode.OFF);
    return program.run(settings);
  }
}
