package vn.tia.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the user asked for on the command line.
public sealed interface CommandLine {
  /// `./tia up`: serve until stopped. The settings are Spring's `--name=value` arguments.
  record Up(List<String> settings) implements CommandLine {
    public Up {
      settings = List.copyOf(settings);
    }
  }

  /// `./tia demo`: serve, play one exam, and go on serving or stop afterwards.
  record Demo(List<String> settings, Ending ending) implements CommandLine {
    public Demo {
      settings = List.copyOf(settings);
    }
  }

  /// `./tia dicom`: a tool of the DICOM toolkit, which reads these arguments itself.
  record Dicom(List<String> arguments) implements CommandLine {
    public Dicom {
      arguments = List.copyOf(arguments);
    }
  }

  /// `./tia messages`, `./tia deliveries` and `./tia merges`: a look into a queue of the running
  /// program.
  ///
  /// @param queue which one
  record Queue(String queue, List<String> arguments) implements CommandLine {
    public Queue {
      arguments = List.copyOf(arguments);
    }
  }

  /// `./tia packages`: stores the definitions of a package in the running program.
  record Packages(List<String> arguments) implements CommandLine {
    public Packages {
      arguments = List.copyOf(arguments);
    }
  }

  /// `./tia --help`, or no command at all.
  record Help() implements CommandLine {}

  /// A command line that can't be understood, and why in one sentence.
  record Wrong(String why) implements CommandLine {}

  /// What a demo does once its story is told.
  enum Ending {
    KEEP_SERVING,
    EXIT
  }

  /// The text of `./tia --help`.
  String HELP =
      """
      Tia stores, transmits and processes the medical images of every health facility of a province.

        ./tia demo     start everything embedded, play one exam from order to report, keep serving
        ./tia up       start everything and serve
        ./tia dicom    look into DICOM files and talk to DICOM devices
        ./tia messages     HL7 messages that came in and failed: list, show, replay
        ./tia deliveries   HL7 messages on their way out: list, show, replay
        ./tia merges       patients merged into others: list, undo
        ./tia packages     store the profiles and tables of a package
        ./tia --help   this text

      Flags of demo and up:
        --data DIR         where everything is kept                     (default ./data)
        --http-port N      FHIR, DICOMweb, pages and health             (default 8080)
        --dicom-port N     DICOM, AE title TIA                          (default 11112)
        --hl7-port N       HL7 v2 over MLLP                             (default 2575)
        --config FILE      a YAML file of settings; docs/operations.md lists them all
        --NAME=VALUE       any single setting, e.g. --tia.database.url=jdbc:postgresql://db/tia
      Flag of demo:
        --exit             stop after the story; exit code 0 only if every step was right

      A port of 0 takes a free one and prints it. Ctrl-C stops all; a later start keeps all data.
      """;

  private static Map<String, String> flags() {
    return Map.of(
        "--data", "tia.data",
        "--http-port", "server.port",
        "--dicom-port", "tia.dicom.port",
        "--hl7-port", "tia.hl7.port",
        "--config", "spring.config.additional-location");
  }

  /// Reads the arguments of `./tia`.
  static CommandLine parse(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("dicom")) {
      return new Dicom(List.of(arguments).subList(1, arguments.length));
    }
    if (arguments.length > 0
        && List.of("messages", "deliveries", "merges", "quarantine").contains(arguments[0])) {
      return new Queue(arguments[0], List.of(arguments).subList(1, arguments.length));
    }
    if (arguments.length > 0 && arguments[0].equals("packages")) {
      return new Packages(List.of(arguments).subList(1, arguments.length));
    }
    if (arguments.length == 0 || List.of(arguments).contains("--help")) {
      return new Help();
    }
    boolean isDemo = arguments[0].equals("demo");
    if (!isDemo && !arguments[0].equals("up")) {
      return new Wrong("'%s' is not a command; ./tia --help lists them.".formatted(arguments[0]));
    }
    var settings = new ArrayList<String>();
    var ending = Ending.KEEP_SERVING;
    for (int i = 1; i < arguments.length; i++) {
      var argument = arguments[i];
      var setting = flags().get(argument);
      if (setting != null && i + 1 == arguments.length) {
        return new Wrong(argument + " needs a value.");
      }
      if (setting != null) {
        settings.add("--" + setting + "=" + arguments[++i]);
      } else if (isDemo && argument.equals("--exit")) {
        ending = Ending.EXIT;
      } else if (argument.startsWith("--") && argument.contains("=")) {
        settings.add(argument);
      } else {
        return new Wrong("'%s' is not a flag; ./tia --help lists them.".formatted(argument));
      }
    }
    return isDemo ? new Demo(settings, ending) : new Up(settings);
  }
}
