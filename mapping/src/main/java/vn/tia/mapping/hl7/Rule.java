package vn.tia.mapping.hl7;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// One row of a mapping table: where a value comes from, where it goes, and how.
///
/// @param source the fields, first choice first, as the printed table names them
/// @param fields the same fields, read
/// @param target the value of the exam and its DICOM attribute
/// @param whenBad what becomes of a message whose value can't be used
/// @param function takes the value from the source to the target
record Rule<S, T>(String source, List<FieldSource> fields, String target, WhenBad whenBad,
    BiConsumer<S, T> function) {

  private static final Pattern BETWEEN_FIELDS = Pattern.compile(" [|+] ");

  /// What becomes of a message with an unusable value.
  enum WhenBad {
    /// The message is refused: a guess could harm.
    REFUSE,
    /// The value is left out, and the journal says so.
    LEAVE_OUT
  }

  static <S, T> Rule<S, T> strict(String source, String target, BiConsumer<S, T> function) {
    return new Rule<>(source, fields(source), target, WhenBad.REFUSE, function);
  }

  static <S, T> Rule<S, T> lenient(String source, String target, BiConsumer<S, T> function) {
    return new Rule<>(source, fields(source), target, WhenBad.LEAVE_OUT, function);
  }

  private static List<FieldSource> fields(String source) {
    return BETWEEN_FIELDS.splitAsStream(source).map(FieldSource::of).toList();
  }

  /// Takes the value over, or says in `leftOut` why it can't be used.
  ///
  /// @throws FaultException if the message is refused for it
  void apply(S source, T draft, List<Fault> leftOut) {
    try {
      function.accept(source, draft);
    } catch (IllegalArgumentException e) {
      // The texts of the exam's own checks hold lengths and kinds, no values.
      Fault fault =
          Fault.error(FaultCode.DATA_TYPE, location(), String.valueOf(e.getMessage()));
      if (whenBad == WhenBad.REFUSE) {
        throw new FaultException(fault);
      }
      leftOut.add(fault);
    }
  }

  /// The name of the value that the rule fills: the target's first word.
  String value() {
    return target.split("[,: ]")[0];
  }

  /// Whether a message takes the value back: one of its fields says `""`.
  boolean isCleared(OrderSource in) {
    return fields.stream().anyMatch(in::isCleared);
  }

  /// The place that a fault of this rule is reported at: its first field.
  FaultLocation location() {
    return fields.getFirst().location();
  }
}
