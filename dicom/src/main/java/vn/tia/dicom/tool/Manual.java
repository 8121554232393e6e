package vn.tia.dicom.tool;

import java.util.List;

/// What a tool tells about itself.
///
/// @param name its name on the command line
/// @param summary what it does, in a few words
/// @param operands what it takes besides options
/// @param options what may be chosen
/// @param notes examples, and what else one has to know
record Manual(
    String name, String summary, String operands, List<Option> options, String notes) {
  Manual {
    options = List.copyOf(options);
  }

  /// The whole text of `--help`.
  String help() {
    var text = new StringBuilder("%s%n%n  ./tia dicom %s%s %s%n".formatted(
        summary, name, options.isEmpty() ? "" : " [OPTIONS]", operands));
    if (!options.isEmpty()) {
      int width = options.stream().mapToInt(option -> option.heading().length()).max().orElse(0);
      text.append("%nOptions:%n".formatted());
      for (Option option : options) {
        text.append(("  %-" + width + "s  %s%n").formatted(option.heading(), option.text()));
      }
    }
    return text.append("%n%s".formatted(notes)).toString();
  }
}
