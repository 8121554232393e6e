package vn.tia.mapping.dicom.sr;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.DicomTimes;
import vn.tia.mapping.dicom.sr.ContentItem.Amount;
import vn.tia.mapping.dicom.sr.ContentItem.Code;
import vn.tia.mapping.dicom.sr.ContentItem.Container;
import vn.tia.mapping.dicom.sr.ContentItem.Content;
import vn.tia.mapping.dicom.sr.ContentItem.Moment;
import vn.tia.mapping.dicom.sr.ContentItem.ObjectReference;
import vn.tia.mapping.dicom.sr.ContentItem.Other;
import vn.tia.mapping.dicom.sr.ContentItem.Person;
import vn.tia.mapping.dicom.sr.ContentItem.UidReference;
import vn.tia.mapping.dicom.sr.ContentItem.Words;

/// Reads a content tree out of a data set, within limits.
///
/// What an item lacks makes it an item without words, never an error: half of the dose reports in
/// the field break a rule somewhere.
final class ContentTree {
  private final SrLimits limits;
  private int items;
  private int chars;

  ContentTree(SrLimits limits) {
    this.limits = limits;
  }

  /// The tree whose root is the data set itself.
  ///
  /// @throws SrException if it is larger than the limits
  ContentItem read(Dataset root) {
    return item(root, 1);
  }

  private ContentItem item(Dataset dataset, int depth) {
    if (depth > limits.depthMax()) {
      throw new SrException(
          "the content tree is deeper than %d levels".formatted(limits.depthMax()));
    }
    if (++items > limits.itemsMax()) {
      throw new SrException(
          "the content tree has more than %d items".formatted(limits.itemsMax()));
    }
    List<ContentItem> children = new ArrayList<>();
    for (var child : dataset.items(Tags.CONTENT_SEQUENCE)) {
      children.add(item(child, depth + 1));
    }
    return new ContentItem(dataset.string(Tags.RELATIONSHIP_TYPE).orElse(""),
        Concepts.first(dataset, Tags.CONCEPT_NAME_CODE_SEQUENCE), content(dataset), children);
  }

  private Content content(Dataset item) {
    var type = item.string(Tags.VALUE_TYPE).orElse("");
    Optional<? extends Content> content = switch (type) {
      case "CONTAINER" -> Optional.of(new Container());
      case "TEXT" -> text(item).map(Words::new);
      case "CODE" -> Concepts.first(item, Tags.CONCEPT_CODE_SEQUENCE).map(Code::new);
      case "NUM" -> Optional.of(amount(item));
      case "DATE" -> item.string(Tags.DATE).map(Moment::new);
      case "TIME" -> item.string(Tags.TIME).flatMap(DicomTimes::time)
          .map(time -> new Words(time.toString()));
      case "DATETIME" -> item.string(Tags.DATE_TIME).map(Moment::new);
      case "PNAME" -> item.string(Tags.PERSON_NAME).map(Person::new);
      case "UIDREF" -> item.string(Tags.UID).map(UidReference::new);
      case "IMAGE", "COMPOSITE", "WAVEFORM" ->
          item.items(Tags.REFERENCED_SOP_SEQUENCE).stream().findFirst()
              .flatMap(reference -> reference.string(Tags.REFERENCED_SOP_INSTANCE_UID))
              .map(ObjectReference::new);
      default -> Optional.empty();
    };
    return content.map(Content.class::cast).orElseGet(() -> new Other(type));
  }

  private Optional<String> text(Dataset item) {
    var text = item.string(Tags.TEXT_VALUE);
    chars += text.map(String::length).orElse(0);
    if (chars > limits.textCharsMax()) {
      throw new SrException("the texts have more than %d characters"
          .formatted(limits.textCharsMax()));
    }
    return text;
  }

  private static Amount amount(Dataset item) {
    return item.items(Tags.MEASURED_VALUE_SEQUENCE).stream().findFirst()
        .map(value -> new Amount(value.string(Tags.NUMERIC_VALUE).flatMap(ContentTree::number),
            Concepts.first(value, Tags.MEASUREMENT_UNITS_CODE_SEQUENCE)))
        .orElse(new Amount(Optional.empty(), Optional.empty()));
  }

  /// A decimal string; one with an exponent that nobody measures is none.
  private static Optional<BigDecimal> number(String text) {
    try {
      var number = new BigDecimal(text.strip());
      return Math.abs((long) number.scale()) <= 100 && number.precision() <= 100
          ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
