package vn.tia.dicom.net;

import vn.tia.dicom.data.Bytes;

/// What a server says to the user of a requestor (PS3.7 annex D.3.3.7).
public sealed interface Recognition {

  /// Nobody looked: the association goes on as if no user had been named.
  record NotChecked() implements Recognition {}

  /// The user is who they say. `response` is sent where the requestor wants an answer: a Kerberos
  /// ticket, a SAML response, or nothing for the other kinds.
  record Recognized(Bytes response) implements Recognition {}

  /// The user is not who they say, or may not come in.
  record Refused(Rejection why) implements Recognition {}

  /// The user is who they say, and there is nothing more to tell.
  static Recognition recognized() {
    return new Recognized(Bytes.EMPTY);
  }

  /// The user is refused without a reason given, which is all that an A-ASSOCIATE-RJ has for it.
  static Recognition refused() {
    return new Refused(Rejection.NO_REASON_GIVEN);
  }
}
