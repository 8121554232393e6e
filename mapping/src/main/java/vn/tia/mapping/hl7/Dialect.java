package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.names.Spelling;

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
    int lost = Math.toIntExact(text.codePoints()
        .filter(point -> !encoder.canEncode(Character.toString(point))).count());
    return switch (unwritable) {
      case LAY_ASIDE -> new Written(Bytes.wrap(text.getBytes(UTF_8)), 0, lost);
      case WITHOUT_ACCENTS -> withoutAccents(text, encoder);
    };
  }

  private static Written withoutAccents(String text, CharsetEncoder encoder) {
    var spelling = Spelling.of(text, encoder::canEncode);
    return spelling.lost() > 0
        ? new Written(Bytes.wrap(text.getBytes(UTF_8)), 0, spelling.lost())
        : new Written(
            Bytes.wrap(spelling.text().getBytes(encoder.charset())), spelling.folded(), 0);
  }
}
