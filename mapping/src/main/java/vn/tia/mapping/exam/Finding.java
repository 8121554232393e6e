package vn.tia.mapping.exam;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that a report says (HL7 v2 OBX): what was looked at, and what was found.
///
/// @param codes what was looked at, best first
/// @param name the same in words
/// @param subId parts findings with one code
/// @param interpretation normal, abnormal, high, low … (HL7 table 0078)
/// @param range what would be normal
public record Finding(
    List<Coded> codes,
    Optional<String> name,
    Optional<String> subId,
    Value value,
    ReportStatus status,
    List<Coded> interpretation,
    Optional<String> range) {

  /// What was found, by the shape that it has.
  public sealed interface Value {}

  /// Words, as long as they came.
  public record Words(String text) implements Value {
    public Words {
      text = Texts.whole(text);
    }
  }

  /// A number with its unit.
  public record Amount(BigDecimal number, Optional<Coded> unit) implements Value {}

  /// Codes.
  public record Codes(List<Coded> codes) implements Value {
    public Codes {
      codes = List.copyOf(codes);
    }
  }

  /// A point in time.
  public record Moment(Instant at) implements Value {}

  public Finding {
    codes = List.copyOf(codes);
    name = Texts.line(name);
    subId = Texts.identifier("a sub-id", subId);
    interpretation = List.copyOf(interpretation);
    range = Texts.line(range);
  }

  /// The same finding, as far as this.
  public Finding with(ReportStatus other) {
    return new Finding(codes, name, subId, value, other, interpretation, range);
  }
}
