package vn.tia.dicom.tool;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.net.AbortedException;
import vn.tia.dicom.net.NoContextException;
import vn.tia.dicom.net.RejectedException;
import vn.tia.dicom.net.Rejection;
import vn.tia.dicom.net.pdu.Abort;

/// Says in a sentence why something failed, for a person who doesn't know PS3.8 by heart.
final class Sentences {
  private Sentences() {}

  static String of(IOException failure) {
    return switch (failure) {
      case RejectedException e -> rejection(e.rejection());
      case AbortedException e -> abort(e.abort());
      case NoContextException e ->
          "the peer doesn't take %s.".formatted(UidRegistry.nameOf(e.sopClassUid()));
      case UnknownHostException e -> "there is no host named " + e.getMessage() + ".";
      case ConnectException _ -> "nobody answers there: " + message(failure);
      case SocketTimeoutException _ -> "the peer took too long: " + message(failure);
      case NoSuchFileException e -> "there is no file " + e.getFile() + ".";
      case FileNotFoundException _ -> "there is no file " + message(failure);
      case AccessDeniedException e -> "access to " + e.getFile() + " is denied.";
      default -> message(failure);
    };
  }

  private static String message(IOException failure) {
    String message = failure.getMessage() == null
        ? failure.getClass().getSimpleName() : failure.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  /// Result, source and reason in the words of PS3.8 table 9-21.
  private static String rejection(Rejection rejection) {
    String why = switch (rejection.source() * 10 + rejection.reason()) {
      case 11 -> "it gives no reason";
      case 12 -> "it doesn't know the application context";
      case 13 -> "it doesn't know our AE title (--calling)";
      case 17 -> "it isn't called by that AE title (--called)";
      case 22 -> "it speaks another version of the protocol";
      case 31 -> "it is busy";
      case 32 -> "it has as many associations as it takes";
      default -> "source %d, reason %d".formatted(rejection.source(), rejection.reason());
    };
    return "the peer rejected the association%s: %s.".formatted(
        rejection.isTransient() ? " for now" : "", why);
  }

  private static String abort(Abort abort) {
    return abort.source() == 0
        ? "the peer's program aborted the association."
        : "the peer aborted the association, reason %d.".formatted(abort.reason());
  }
}
