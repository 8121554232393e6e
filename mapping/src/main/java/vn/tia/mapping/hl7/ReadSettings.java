package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;

/// How the bytes of a sender are read.
///
/// @param charsetDefault where MSH-18 declares none; UTF-8, as Vietnamese needs it
/// @param misdeclared what to do with UTF-8 that is declared as a one-byte set
/// @param lineEnds what ends a segment
/// @param fieldCharsMax the longest field; 65,536 characters, as a long indication has 4,000
/// @param acknowledgement whether MSH-15 and MSH-16 count
/// @param documentCharsMax the longest OBX-5 of a result; 16 M characters, as a PDF with pictures
///     has a few MB; what a connection takes at once is the tighter limit
/// @param partsMax how many fields, components and repetitions a message may have in all; 50,000,
///     as an order with eight steps and a hundred observations has 5,000, and each costs memory
public record ReadSettings(
    Charset charsetDefault, Misdeclared misdeclared, LineEnds lineEnds,
    AcknowledgementMode acknowledgement, int fieldCharsMax, int documentCharsMax, int partsMax) {

  /// What to do with bytes that are UTF-8 although MSH-18 says a set of ISO 8859.
  public enum Misdeclared {
    /// Refuse with AE 102, so that somebody corrects the sender.
    REFUSE,
    /// Read as UTF-8: for a sender that is known to declare wrongly.
    READ_AS_UTF_8
  }

  /// What ends a segment.
  public enum LineEnds {
    /// Carriage return alone, as the standard says.
    CR,
    /// Line feeds too: for a sender that is known to send them.
    CR_OR_LF
  }

  /// Which answers a sender gets.
  public enum AcknowledgementMode {
    /// Those that MSH-15 and MSH-16 ask for.
    AS_ASKED,
    /// One, in original mode: for a sender that fills MSH-15 and MSH-16 and doesn't mean it.
    ORIGINAL
  }

  /// What holds where nothing is configured.
  public static final ReadSettings DEFAULT =
      new ReadSettings(UTF_8, Misdeclared.REFUSE, LineEnds.CR, AcknowledgementMode.AS_ASKED,
          65_536, 16 << 20, 50_000);

  /// The same with other line ends.
  public ReadSettings with(LineEnds ends) {
    return new ReadSettings(charsetDefault, misdeclared, ends, acknowledgement, fieldCharsMax,
        documentCharsMax, partsMax);
  }

  /// The same with another answer to wrong declarations.
  public ReadSettings with(Misdeclared answer) {
    return new ReadSettings(charsetDefault, answer, lineEnds, acknowledgement, fieldCharsMax,
        documentCharsMax, partsMax);
  }

  /// The same with another default character set.
  public ReadSettings with(Charset charset) {
    return new ReadSettings(charset, misdeclared, lineEnds, acknowledgement, fieldCharsMax,
        documentCharsMax, partsMax);
  }

  /// The same with other answers.
  public ReadSettings with(AcknowledgementMode mode) {
    return new ReadSettings(charsetDefault, misdeclared, lineEnds, mode, fieldCharsMax,
        documentCharsMax, partsMax);
  }
}
