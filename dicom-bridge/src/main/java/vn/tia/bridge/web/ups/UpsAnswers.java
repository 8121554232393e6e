package vn.tia.bridge.web.ups;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import vn.tia.bridge.ups.Outcome;
import vn.tia.bridge.ups.UpsStatus;
import vn.tia.dicom.data.Tag;

/// Says in the terms of HTTP how a request about a step ended.
final class UpsAnswers {

  private UpsAnswers() {}

  /// Answers an outcome: with a status of its own where it was done, with a Warning where the
  /// standard has one.
  static void answer(Outcome outcome, int done, HttpServletResponse response)
      throws IOException {
    var status = outcome.status();
    response.setStatus(status.isDone() ? done : http(status));
    if (status != UpsStatus.SUCCESS) {
      response.addHeader("Warning", "299 tia \"" + warning(status) + "\"");
    }
    if (!status.isDone()) {
      response.setContentType("text/plain;charset=UTF-8");
      var tags = outcome.offending().stream().map(Tag::toString)
          .collect(Collectors.joining(" "));
      response.getOutputStream().write((status.meaning()
          + (tags.isEmpty() ? "" : " " + tags) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// PS3.18 sections 11.4.3 to 11.12.3.
  static int http(UpsStatus status) {
    return switch (status) {
      case SUCCESS, CREATED_WITH_CHANGES, ALREADY_CANCELED, ALREADY_COMPLETED -> 200;
      case INVALID_VALUE, INVALID_UID, MISSING, MISSING_VALUE, NO_LONGER_CHANGEABLE,
          TRANSACTION_MISSING, TRANSACTION_WRONG, SCHEDULED_BY_CREATION_ONLY, UNKNOWN_RECEIVER,
          NOT_SCHEDULED, NOT_APPROPRIATE -> 400;
      case NO_SUCH_STEP -> 404;
      case DUPLICATE, ALREADY_IN_PROGRESS, FINAL_STATE_NOT_MET, NOT_IN_PROGRESS,
          TOO_LATE_TO_CANCEL, PERFORMER_UNREACHABLE -> 409;
    };
  }

  private static String warning(UpsStatus status) {
    return switch (status) {
      case ALREADY_IN_PROGRESS, FINAL_STATE_NOT_MET, NOT_IN_PROGRESS, TOO_LATE_TO_CANCEL,
          NO_LONGER_CHANGEABLE, SCHEDULED_BY_CREATION_ONLY ->
          "The submitted request is inconsistent with the current state of the Workitem.";
      case NO_SUCH_STEP -> "The target URI did not reference a claimed Workitem.";
      case SUCCESS, CREATED_WITH_CHANGES, ALREADY_CANCELED, ALREADY_COMPLETED, INVALID_VALUE,
          DUPLICATE, INVALID_UID, MISSING, MISSING_VALUE, TRANSACTION_MISSING,
          TRANSACTION_WRONG, UNKNOWN_RECEIVER, NOT_SCHEDULED, PERFORMER_UNREACHABLE,
          NOT_APPROPRIATE -> status.meaning();
    };
  }
}
