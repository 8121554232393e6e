package vn.tia.dicom.tool;

import java.util.stream.Collectors;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StatusTable;

/// Says in words what the status of a response means by the tables of PS3.7 and PS3.4.
final class Statuses {
  private Statuses() {}

  /// The meaning for a service, the code, the peer's comment and the elements that it names.
  static String of(Status status, StatusTable table) {
    String meaning = table.find(status).map(StatusTable.Row::meaning)
        .orElseGet(() -> status.isWarning() ? "done with a warning" : "failed");
    var text = new StringBuilder("%s (%04X)".formatted(meaning, status.code()));
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
}
