package vn.tia.mapping.hl7;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import vn.tia.dicom.data.Bytes;

/// In which version and characters a receiver is written to.
///
/// @param version MSH-12
/// @param characterSet MSH-18, a name of table 0211
/// @param unwritable what becomes of characters that the set doesn't have
public record Dialect(Hl7Version version, String characterSet, Unwritable unwritable) {

  /// What holds where nothing is configured.
  public static final Dialect DEFAULT =
      new Dialect(Hl7Version.V2_5_1, CharacterSets.UTF_8_NAME, Unwritable.LAY_ASIDE);

  /// What becomes of characters that a character set doesn't have.
  public enum Unwritable {
    /// The message is laid aside for somebody to look at.
    LAY_ASIDE,
    /// Their accents are left away, and the delivery says so; where that doesn't help, as above.
    WITHOUT_ACCENTS
  }

  /// A message as bytes.
  ///
  /// @param folded how many characters lost their accents
  /// @param lost how many could not be written: where there are any, the bytes are UTF-8 to look
  ///     at, and not to be sent
  public record Written(Bytes bytes, int folded, int lost) {}

  public Dialect {
    if (CharacterSets.of(characterSet).isEmpty()) {
      throw new IllegalArgumentException(
          "HL7 table 0211 has no character set '" + characterSet + "'");
    }
  }

  /// The bytes of a message, never with another character than was meant.
  public Written write(String message) {
    Charset charset = CharacterSets.of(characterSet).orElseThrow();
    CharsetEncoder encoder = charset.newEncoder();
    // Composed letters: the one-byte sets have no marks by themselves.
    String text = Normalizer.normalize(message, Form.NFC);
    if (encoder.canEncode(text)) {
      return new Written(Bytes.wrap(text.getBytes(charset)), 0, 0);
    }
    var written = new StringBuilder(text.length());
    int folded = 0;
    int lost = 0;
    for (int c : text.codePoints().toArray()) {
      String one = Character.toString(c);
      String plain = encoder.canEncode(one) ? one : withoutAccent(one);
      lost += encoder.canEncode(plain) ? 0 : 1;
      folded += plain.equals(one) ? 0 : 1;
      written.append(plain);
    }
    return lost > 0
        ? new Written(Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 0, lost)
        : new Written(Bytes.wrap(written.toString().getBytes(charset)), folded, 0);
  }

  private String withoutAccent(String letter) {
    return switch (unwritable) {
      case LAY_ASIDE -> letter;
      // The stroke of đ is no mark that decomposition would part from it.
      case WITHOUT_ACCENTS -> Normalizer.normalize(letter, Form.NFD)
          .replaceAll("\\p{M}", "").replace('đ', 'd').replace('Đ', 'D');
    };
  }
}
