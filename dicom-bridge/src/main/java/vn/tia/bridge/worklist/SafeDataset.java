package vn.tia.bridge.worklist;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.names.PersonNames;

/// Builds a data set of texts that came from elsewhere, so that each is exactly one value of its
/// VR: a backslash, which would begin another value, becomes a slash; descriptions that are longer
/// than their VR allows are cut. Identifiers are never cut, since a cut one names something else.
final class SafeDataset {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /// Longest code in (0008,0100), an SH.
  private static final int CODE_CHARS_MAX = 16;

  private final DatasetBuilder builder = Dataset.builder();
  private final UnaryOperator<String> spelling;

  /// @param spelling every text in the letters that its reader has
  SafeDataset(UnaryOperator<String> spelling) {
    this.spelling = spelling;
  }

  Dataset build() {
    return builder.build();
  }

  SafeDataset text(Tag tag, Optional<String> text) {
    text.ifPresent(value -> builder.put(tag, cut(tag, oneValue(tag, value))));
    return this;
  }

  SafeDataset texts(Tag tag, List<String> texts) {
    if (!texts.isEmpty()) {
      builder.put(tag, texts.stream()
          .map(value -> cut(tag, oneValue(tag, value)))
          .toArray(String[]::new));
    }
    return this;
  }

  SafeDataset id(Tag tag, Optional<String> id) {
    id.ifPresent(value -> builder.put(tag, oneValue(tag, value)));
    return this;
  }

  SafeDataset name(Tag tag, Optional<HumanName> name) {
    name.map(one -> spelling.apply(PersonNames.toPn(one)))
        .filter(pn -> !pn.isEmpty())
        .ifPresent(pn -> builder.put(tag, pn));
    return this;
  }

  SafeDataset decimal(Tag tag, Optional<BigDecimal> number) {
    // Eight digits say more than any scale weighs, and fit into the 16 characters of DS.
    number.map(value -> value.round(new MathContext(8)).stripTrailingZeros().toPlainString())
        .ifPresent(digits -> builder.put(tag, digits));
    return this;
  }

  SafeDataset moment(Tag date, Tag time, Optional<Instant> instant, ZoneId zone) {
    instant.map(at -> LocalDateTime.ofInstant(at, zone)).ifPresent(local ->
        builder.put(date, local.format(DATE)).put(time, local.format(TIME)));
    return this;
  }

  SafeDataset items(Tag tag, List<Dataset> items) {
    if (!items.isEmpty()) {
      builder.putItems(tag, items);
    }
    return this;
  }

  SafeDataset codes(Tag tag, List<Coded> codes) {
    return items(tag, codes.stream().map(this::code).toList());
  }

  SafeDataset number(Tag tag, int number) {
    builder.put(tag, number);
    return this;
  }

  /// PS3.3 table 8.8-1: a code of more than 16 characters has an attribute of its own, and a code
  /// without a scheme is a local one.
  private Dataset code(Coded coded) {
    var value = coded.code().length() > CODE_CHARS_MAX
        ? Tags.LONG_CODE_VALUE
        : Tags.CODE_VALUE;
    return new SafeDataset(spelling)
        .id(value, Optional.of(coded.code()))
        .text(Tags.CODING_SCHEME_DESIGNATOR, coded.scheme().or(() -> Optional.of("L")))
        .text(Tags.CODE_MEANING, coded.display().or(() -> Optional.of(coded.code())))
        .build();
  }

  /// An item of the HL7v2 Hierarchic Designator macro (PS3.3 section 10.17); a number whose giver
  /// was not said was given by the facility.
  List<Dataset> authority(Authority authority, String namespace) {
    var name = authority.isUnsaid() ? Optional.of(namespace) : authority.namespace();
    return List.of(new SafeDataset(spelling)
        .id(Tags.LOCAL_NAMESPACE_ENTITY_ID, name)
        .id(Tags.UNIVERSAL_ENTITY_ID, authority.universalId())
        .id(Tags.UNIVERSAL_ENTITY_ID_TYPE, authority.universalType())
        .build());
  }

  private String oneValue(Tag tag, String text) {
    var spelled = spelling.apply(text);
    return switch (Dictionary.vrOf(tag)) {
      case LT, ST, UT -> spelled;
      default -> spelled.replace('\\', '/').replace('\n', ' ');
    };
  }

  private static String cut(Tag tag, String text) {
    var charsMax = switch (Dictionary.vrOf(tag)) {
      case SH, CS, AE -> 16;
      case LO -> 64;
      case ST -> 1_024;
      default -> 10_240;
    };
    var chars = text.codePointCount(0, text.length());
    return chars <= charsMax
        ? text
        : text.substring(0, text.offsetByCodePoints(0, charsMax)).stripTrailing();
  }
}
