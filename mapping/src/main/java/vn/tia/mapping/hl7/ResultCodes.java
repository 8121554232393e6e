package vn.tia.mapping.hl7;

import java.util.Locale;
import java.util.Optional;
import vn.tia.mapping.exam.ReportStatus;

/// The code tables of HL7 v2 that a report uses, as values of an exam.
final class ResultCodes {
  private ResultCodes() {}

  /// Table 0123, OBR-25.
  static Optional<ReportStatus> ofReport(String code) {
    return Optional.ofNullable(switch (code.toUpperCase(Locale.ROOT)) {
      case "O", "I", "S" -> ReportStatus.REGISTERED;
      case "A", "M" -> ReportStatus.PARTIAL;
      case "P", "R" -> ReportStatus.PRELIMINARY;
      case "F" -> ReportStatus.FINAL;
      case "C" -> ReportStatus.CORRECTED;
      case "X" -> ReportStatus.CANCELED;
      default -> null;
    });
  }

  /// Table 0085, OBX-11; empty where it speaks of no result (N, O).
  static Optional<ReportStatus> ofFinding(String code) {
    return Optional.ofNullable(switch (code.toUpperCase(Locale.ROOT)) {
      case "F", "U", "V" -> ReportStatus.FINAL;
      case "C", "A", "B" -> ReportStatus.CORRECTED;
      case "P", "R", "S" -> ReportStatus.PRELIMINARY;
      case "I" -> ReportStatus.REGISTERED;
      case "X" -> ReportStatus.CANCELED;
      case "D", "W" -> ReportStatus.WITHDRAWN;
      default -> null;
    });
  }

  /// Table 0271, TXA-17.
  static Optional<ReportStatus> ofDocument(String code) {
    return Optional.ofNullable(switch (code.toUpperCase(Locale.ROOT)) {
      case "AU", "LA" -> ReportStatus.FINAL;
      case "DI", "DO", "IN", "IP", "PA" -> ReportStatus.PRELIMINARY;
      default -> null;
    });
  }

  /// The media type of ED.2 and ED.3, RP.3 and RP.4 (tables 0191 and 0291).
  static String mediaType(String type, String subtype) {
    String minor = subtype.strip().toLowerCase(Locale.ROOT);
    return switch (minor) {
      case "pdf" -> "application/pdf";
      case "jpeg", "jpg" -> "image/jpeg";
      case "png", "gif", "tiff" -> "image/" + minor;
      case "rtf" -> "application/rtf";
      case "html" -> "text/html";
      case "xml" -> "application/xml";
      case "x-hl7-cda-level-one" -> "application/hl7-sda+xml";
      default -> byType(type.strip().toLowerCase(Locale.ROOT), minor);
    };
  }

  private static String byType(String type, String subtype) {
    return switch (type) {
      case "tx", "ft", "text" -> "text/plain";
      case "pdf" -> "application/pdf";
      default -> (type + "/" + subtype).matches(
              "(application|image|text|audio|video)/[a-z0-9.+-]{1,60}")
          ? type + "/" + subtype : "application/octet-stream";
    };
  }
}
