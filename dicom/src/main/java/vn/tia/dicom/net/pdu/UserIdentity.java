package vn.tia.dicom.net.pdu;

import vn.tia.dicom.data.Bytes;

/// Who the user of the requestor is (PS3.7 annex D.3.3.7). Never printed: it holds secrets.
public record UserIdentity(Kind kind, Answer answer, Bytes primary, Bytes secondary) {

  /// How the user is identified; the codes are those of the item.
  public enum Kind {
    USERNAME(1),
    USERNAME_AND_PASSCODE(2),
    KERBEROS(3),
    SAML(4),
    JWT(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /// Whether the requestor wants to be told that its user was recognised.
  public enum Answer {
    NOT_WANTED,
    WANTED
  }

  @Override
  public String toString() {
    return "UserIdentity[" + kind + "]";
  }
}
