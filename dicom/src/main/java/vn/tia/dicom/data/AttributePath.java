package vn.tia.dicom.data;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Where an attribute is: the sequences on the way to it, and its tag. As text, by keyword or by
/// digits: `RequestAttributesSequence[0].00400009`; without a number all items are meant.
public record AttributePath(List<Step> steps, Tag tag) {
  /// One sequence on the way; no item means each.
  public record Step(Tag sequence, OptionalInt item) {
    @Override
    public String toString() {
      return name(sequence) + (item.isPresent() ? "[" + item.getAsInt() + "]" : "");
    }
  }

  public AttributePath {
    steps = List.copyOf(steps);
  }

  /// Reads a path.
  ///
  /// @throws IllegalArgumentException if a part of it is neither a keyword nor eight digits
  public static AttributePath parse(String text) {
    String[] parts = text.split("\\.", -1);
    var steps = new ArrayList<Step>();
    for (int i = 0; i < parts.length - 1; i++) {
      steps.add(step(parts[i]));
    }
    return new AttributePath(steps, tag(parts[parts.length - 1]));
  }

  private static Step step(String part) {
    int bracket = part.indexOf('[');
    if (bracket < 0) {
      return new Step(tag(part), OptionalInt.empty());
    }
    String number = part.endsWith("]") ? part.substring(bracket + 1, part.length() - 1) : "";
    if (!Digits.are(number) || number.length() > 9) {
      throw new IllegalArgumentException("an item is a number in brackets, as in Sequence[0]");
    }
    return new Step(tag(part.substring(0, bracket)), OptionalInt.of(Integer.parseInt(number)));
  }

  private static Tag tag(String name) {
    return Dictionary.byKeyword(name).map(Dictionary.Entry::tag).orElseGet(() -> {
      if (!name.matches("[0-9A-Fa-f]{8}")) {
        throw new IllegalArgumentException("a tag is a keyword of PS3.6 or 8 hexadecimal digits");
      }
      return Tag.parse(name);
    });
  }

  /// An edit of the attribute's surroundings, made where the path leads.
  public Edit at(Edit edit) {
    Edit outer = edit;
    for (Step step : steps.reversed()) {
      outer = step.item.isPresent()
          ? new Edit.WithinItem(step.sequence, step.item.getAsInt(), List.of(outer))
          : new Edit.Within(step.sequence, List.of(outer));
    }
    return outer;
  }

  private static String name(Tag tag) {
    return Dictionary.find(tag).map(Dictionary.Entry::keyword).orElseGet(tag::digits);
  }

  @Override
  public String toString() {
    String way = steps.stream().map(Step::toString).collect(Collectors.joining("."));
    return way.isEmpty() ? name(tag) : way + "." + name(tag);
  }
}
