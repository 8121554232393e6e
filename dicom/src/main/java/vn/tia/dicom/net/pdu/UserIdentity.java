package vn.tia.dicom.net.pdu;

import java.nio.charset.StandardCharsets;
import vn.tia.dicom.data.Bytes;

/// Who the user of the requestor is (PS3.7 annex D.3.3.7). Never printed: it holds secrets.
///
/// `primary` is the user name, the Kerberos service ticket, the SAML assertion or the JSON web
/// token; `secondary` is the passcode, and empty for all other kinds.
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

  /// A user by name.
  public static UserIdentity username(String name) {
    return of(Kind.USERNAME, utf8(name));
  }

  /// A user by name and passcode, which travels as it is: over TLS only.
  public static UserIdentity usernameAndPasscode(String name, String passcode) {
    return new UserIdentity(
        Kind.USERNAME_AND_PASSCODE, Answer.NOT_WANTED, utf8(name), utf8(passcode));
  }

  /// A user by a Kerberos service ticket.
  public static UserIdentity kerberos(Bytes ticket) {
    return of(Kind.KERBEROS, ticket);
  }

  /// A user by a SAML assertion.
  public static UserIdentity saml(String assertion) {
    return of(Kind.SAML, utf8(assertion));
  }

  /// A user by a JSON web token.
  public static UserIdentity jwt(String token) {
    return of(Kind.JWT, utf8(token));
  }

  private static UserIdentity of(Kind kind, Bytes primary) {
    return new UserIdentity(kind, Answer.NOT_WANTED, primary, Bytes.EMPTY);
  }

  private static Bytes utf8(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The same, wanting to be told that the user was recognised.
  public UserIdentity wantingAnswer() {
    return new UserIdentity(kind, Answer.WANTED, primary, secondary);
  }

  public boolean wantsAnswer() {
    return answer == Answer.WANTED;
  }

  /// The primary field as text: the user name, the assertion or the token.
  public String text() {
    return new String(primary.toArray(), StandardCharsets.UTF_8);
  }

  /// The passcode, empty for all kinds but one.
  public String passcode() {
    return new String(secondary.toArray(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "UserIdentity[" + kind + "]";
  }
}
