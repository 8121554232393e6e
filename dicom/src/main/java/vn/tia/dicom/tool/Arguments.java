package vn.tia.dicom.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A command line, taken apart by the options that a tool has.
final class Arguments {
  private final Map<Option, List<String>> values = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /// Takes a command line apart. Behind `--` all is an operand; `-` alone is one everywhere.
  ///
  /// @throws UsageException if an option is unknown, or its value is missing or too much
  static Arguments parse(List<Option> known, List<String> args) throws UsageException {
    var parsed = new Arguments();
    for (int i = 0; i < args.size(); i++) {
      String argument = args.get(i);
      if (argument.equals("--")) {
        parsed.operands.addAll(args.subList(i + 1, args.size()));
        break;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        parsed.operands.add(argument);
        continue;
      }
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Option option = find(known, name);
      String value = "";
      if (equals >= 0 && !option.takesValue()) {
        throw new UsageException(name + " takes no value.");
      } else if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (option.takesValue() && i + 1 == args.size()) {
        throw new UsageException("%s needs a value: %s.".formatted(name, option.label()));
      } else if (option.takesValue()) {
        value = args.get(++i);
      }
      parsed.values.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
    }
    return parsed;
  }

  private static Option find(List<Option> known, String name) throws UsageException {
    return known.stream()
        .filter(option -> option.names().contains(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("there is no option %s.".formatted(name)));
  }

  boolean has(Option option) {
    return values.containsKey(option);
  }

  /// The value given last.
  Optional<String> value(Option option) {
    return values(option).isEmpty() ? Optional.empty() : Optional.of(values(option).getLast());
  }

  /// All values, in their order.
  List<String> values(Option option) {
    return List.copyOf(values.getOrDefault(option, List.of()));
  }

  /// A value that is a whole number within bounds, empty where the option is absent.
  Optional<Integer> number(Option option, int least, int most) throws UsageException {
    Optional<String> digits = value(option);
    if (digits.isEmpty()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(digits.get());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException _) {
      // The sentence below serves both.
    }
    throw new UsageException("%s is a whole number from %d to %d, got '%s'."
        .formatted(option, least, most, digits.get()));
  }

  List<String> operands() {
    return List.copyOf(operands);
  }

  /// The operands, of which there must be so many.
  List<String> operands(int least, int most, String what) throws UsageException {
    if (operands.size() < least || operands.size() > most) {
      throw new UsageException("it takes %s, got %s.".formatted(
          what, operands.isEmpty() ? "nothing" : String.join(" ", operands)));
    }
    return operands();
  }
}
