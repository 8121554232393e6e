package vn.tia.mapping.hl7;

import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of messages that Tia sends, and the versions that have them.
public enum SentKind {
  /// Reports.
  ORU_R01("ORU^R01", Hl7Version.V2_3, Hl7Version.V2_8),
  /// How an order fares, in the message that 2.7 withdrew.
  ORM_O01("ORM^O01", Hl7Version.V2_3, Hl7Version.V2_6),
  /// How an order fares.
  OMG_O19("OMG^O19", Hl7Version.V2_4, Hl7Version.V2_8),
  /// The numbers and steps that Tia gave an order.
  OMI_O23("OMI^O23", Hl7Version.V2_5, Hl7Version.V2_8),
  /// When an exam is scheduled: S12 to S15.
  SIU("SIU", Hl7Version.V2_3, Hl7Version.V2_8),
  /// Patients, as another system told of them.
  ADT("ADT", Hl7Version.V2_3, Hl7Version.V2_8);

  private final String code;
  private final Hl7Version first;
  private final Hl7Version last;

  SentKind(String code, Hl7Version first, Hl7Version last) {
    this.code = code;
    this.first = first;
    this.last = last;
  }

  /// As the settings name it.
  public String code() {
    return code;
  }

  /// The kind that the settings name, with `_` for `^` too.
  ///
  /// @throws IllegalArgumentException if there is none such
  public static SentKind of(String code) {
    return Stream.of(values()).filter(kind -> kind.code.equals(code.replace('_', '^'))).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            code + " is not sent; kinds are ORU^R01, ORM^O01, OMG^O19, OMI^O23, SIU and ADT"));
  }

  /// Why a receiver of that version can't get the kind, empty where it can.
  public Optional<String> missingIn(Hl7Version version) {
    return version.isFrom(first) && last.isFrom(version) ? Optional.empty() : Optional.of(
        "%s is in HL7 %s to %s, not in %s".formatted(
            code, first.number(), last.number(), version.number()));
  }
}
