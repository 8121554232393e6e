package vn.tia.mapping.dicom.sr;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Coded;

/// One item of a content tree (PS3.3 section C.17.3): its name, what it holds, what hangs on it.
///
/// @param relationship how it belongs to the item above it (0040,A010); empty at the root
/// @param name its concept name (0040,A043), which containers may lack
public record ContentItem(
    String relationship, Optional<Coded> name, Content content, List<ContentItem> children) {

  public ContentItem {
    children = List.copyOf(children);
  }

  /// What an item holds, by its value type (0040,A040).
  public sealed interface Content {}

  /// CONTAINER: a heading, or nothing but its children.
  public record Container() implements Content {}

  /// TEXT, and a TIME as one reads it.
  public record Words(String text) implements Content {}

  /// CODE.
  public record Code(Coded code) implements Content {}

  /// NUM, without a number where it could not be measured.
  public record Amount(Optional<BigDecimal> number, Optional<Coded> unit) implements Content {}

  /// DATE and DATETIME, as DICOM writes them.
  public record Moment(String value) implements Content {}

  /// PNAME.
  public record Person(String name) implements Content {}

  /// UIDREF.
  public record UidReference(String uid) implements Content {}

  /// IMAGE, COMPOSITE and WAVEFORM.
  public record ObjectReference(String sopInstanceUid) implements Content {}

  /// What has no words: coordinates, tables, an item that is told by its place in the tree.
  public record Other(String valueType) implements Content {}

  /// Whether its name is one of these codes of DICOM or LOINC, which never share one.
  public boolean isNamed(String... codes) {
    return name.filter(own -> Stream.of(codes).anyMatch(own.code()::equals)).isPresent();
  }

  /// The first child of a name.
  public Optional<ContentItem> child(String code) {
    return children.stream().filter(item -> item.isNamed(code)).findFirst();
  }

  /// The children of a name.
  public Stream<ContentItem> children(String code) {
    return children.stream().filter(item -> item.isNamed(code));
  }

  /// This item and all below it, in reading order.
  public Stream<ContentItem> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(ContentItem::all));
  }

  /// The number of a NUM.
  public Optional<Amount> amount() {
    return content instanceof Amount amount && amount.number().isPresent()
        ? Optional.of(amount) : Optional.empty();
  }

  /// The code of a CODE.
  public Optional<Coded> code() {
    return content instanceof Code(var code) ? Optional.of(code) : Optional.empty();
  }

  /// The text of a TEXT.
  public Optional<String> words() {
    return content instanceof Words(var text) ? Optional.of(text) : Optional.empty();
  }

  /// What a DATE or DATETIME says.
  public Optional<String> moment() {
    return content instanceof Moment(var value) ? Optional.of(value) : Optional.empty();
  }

  /// The UID of a UIDREF.
  public Optional<String> uid() {
    return content instanceof UidReference(var uid) ? Optional.of(uid) : Optional.empty();
  }
}
