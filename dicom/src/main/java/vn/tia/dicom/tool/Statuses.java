package vn.tia.dicom.tool;

import java.util.stream.Collectors;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.net.Status;

/// Says in words what the status of a response means (PS3.7 annex C, PS3.4).
final class Statuses {
  private Statuses() {}

  /// The meaning, the code, the peer's comment and the elements that it names.
  static String of(Status status) {
    var text = new StringBuilder("%s (%04X)".formatted(meaning(status), status.code()));
    status.errorComment().ifPresent(
        comment -> text.append(": ").append(Printable.of(comment)));
    if (!status.offendingElements().isEmpty()) {
      text.append(status.offendingElements().stream()
          .map(Statuses::named).collect(Collectors.joining(", ", "; see ", "")));
    }
    return text.toString();
  }

  /// What (0008,1197) Failure Reason means (PS3.3 table C.14-1).
  static String failureReason(int code) {
    String meaning = switch (code) {
      case 0x0110 -> "processing failure";
      case 0x0112 -> "there is no such instance";
      case 0x0119 -> "the instance is of another SOP class";
      case 0x0122 -> "the SOP class is not supported";
      case 0x0131 -> "the transaction UID was used before";
      case 0x0213 -> "resource limitation";
      default -> "another reason";
    };
    return "%s (%04X)".formatted(meaning, code);
  }

  private static String named(Tag tag) {
    return tag + Dictionary.find(tag).map(entry -> " " + entry.keyword()).orElse("");
  }

  private static String meaning(Status status) {
    return switch (status.code()) {
      case 0x0000 -> "success";
      case 0x0105 -> "no such attribute";
      case 0x0106 -> "invalid attribute value";
      case 0x0107 -> "attribute list error";
      case 0x0110 -> "processing failure";
      case 0x0111 -> "the instance exists already";
      case 0x0112 -> "there is no such instance";
      case 0x0117 -> "invalid instance UID";
      case 0x0118 -> "no such SOP class";
      case 0x0120 -> "an attribute is missing";
      case 0x0121 -> "an attribute has no value";
      case 0x0122 -> "the SOP class is not supported";
      case 0x0124 -> "not authorized";
      case 0x0211 -> "unrecognized operation";
      case 0x0213 -> "resource limitation";
      case 0xFE00 -> "cancelled";
      default -> range(status);
    };
  }

  private static String range(Status status) {
    return switch (status.code() >> 8) {
      case 0xA7 -> "refused, out of resources";
      case 0xA8 -> "refused, the destination is unknown";
      case 0xA9 -> "the data set does not match its SOP class";
      case 0xC0, 0xC1, 0xC2 -> "the peer can't process it";
      default -> status.isWarning() ? "done with a warning" : "failed";
    };
  }
}
