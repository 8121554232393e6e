package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;

/// Turns the bytes of a message into text, strictly: bytes that don't fit the declared character
/// set are refused, never replaced.
final class MessageText {

  private static final FaultLocation CHARACTER_SET = FaultLocation.of("MSH", 18);

  private static final Pattern SWITCH = Pattern.compile(
      "\\\\(C2[89A-F]|M24(2[89A-F])?)[4-7][0-9A-F]\\\\");

  private MessageText() {}

  /// The text of a message, its segments ended by CR.
  static String of(byte[] message, MessageHeader header, ReadSettings settings) {
    String text = decode(message, header, settings);
    String lines = settings.lineEnds() == LineEnds.CR_OR_LF
        ? text.replace("\r\n", "\r").replace('\n', '\r') : text;
    return checked(lines, header, settings);
  }

  private static String decode(byte[] message, MessageHeader header, ReadSettings settings) {
    int start = ByteOrderMark.length(message);
    Charset declared = declared(header, settings);
    if (start > 0 && !declared.equals(UTF_8)) {
      throw dataType("the message begins with the byte order mark of UTF-8, MSH-18 says "
          + declared.name());
    }
    Charset charset = declared;
    if (CharacterSets.isUtf8Instead(message, start, declared)) {
      if (settings.misdeclared() == Misdeclared.REFUSE) {
        throw dataType("MSH-18 says " + declared.name() + ", but the bytes are UTF-8");
      }
      charset = UTF_8;
    }
    String name = charset.name();
    return CharacterSets.decode(message, start, charset).orElseThrow(() -> dataType(
        "the message has bytes that are not valid in " + name + ", its character set"));
  }

  private static Charset declared(MessageHeader header, ReadSettings settings) {
    String name = header.characterSet();
    if (name.isEmpty()) {
      return settings.charsetDefault();
    }
    Optional<Charset> known = CharacterSets.of(name);
    return known.orElseThrow(() -> dataType(CharacterSets.isKnownButNotRead(name)
        ? "MSH-18 names a character set of table 0211 that isn't read here; send UNICODE UTF-8"
        : "MSH-18 names no character set of table 0211"));
  }

  /// Bounds what the parser will build before it is asked to.
  private static String checked(String text, MessageHeader header, ReadSettings settings) {
    Delimiters delimiters = header.delimiters();
    requireOneCharacterSet(text, delimiters);
    var lengths = new FieldLengths(text, header, settings);
    int parts = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == delimiters.field()) {
        lengths.end(i);
        parts++;
      } else if (c == delimiters.component() || c == delimiters.repetition()
          || c == delimiters.subcomponent()) {
        parts++;
      } else if (c == '\n' && settings.lineEnds() == LineEnds.CR) {
        requireNoSegmentAfter(text, i, delimiters);
      }
      if (parts > settings.partsMax()) {
        throw tooLong("the message has more than " + settings.partsMax() + " fields and parts");
      }
    }
    lengths.end(text.length());
    return text;
  }

  /// A switch to another set (2.5.1 2.7.3, an escape sequence of ISO 2022) would leave characters
  /// that were read in the wrong one.
  private static void requireOneCharacterSet(String text, Delimiters delimiters) {
    char mark = delimiters.escape();
    if ((text.indexOf(mark + "C2") >= 0 || text.indexOf(mark + "M2") >= 0)
        && SWITCH.matcher(text.replace(mark, '\\')).find()) {
      throw dataType("the message switches its character set by \\C..\\ or \\M..\\, "
          + "expected one set throughout");
    }
  }

  /// Follows the fields of a message and refuses one that is too long.
  private static final class FieldLengths {
    private final String text;
    private final ReadSettings settings;
    private final boolean holdsDocuments;
    private int segmentStart;
    private int fieldStart;
    private int field;

    FieldLengths(String text, MessageHeader header, ReadSettings settings) {
      this.text = text;
      this.settings = settings;
      this.holdsDocuments = header.type().equals("ORU") || header.type().equals("MDM");
    }

    void end(int at) {
      int length = at - fieldStart;
      if (length > settings.fieldCharsMax() && (length > settings.documentCharsMax()
          || !holdsDocuments || field != 5 || !text.startsWith("OBX", segmentStart))) {
        throw tooLong("a field has " + length + " characters, at most "
            + settings.fieldCharsMax() + " are taken");
      }
      fieldStart = at + 1;
      field++;
      if (at < text.length() && text.charAt(at) == '\r') {
        segmentStart = at + 1;
        field = 0;
      }
    }
  }

  private static void requireNoSegmentAfter(String text, int lineFeed, Delimiters delimiters) {
    int field = lineFeed + 4;
    if (field < text.length() && text.charAt(field) == delimiters.field()
        && text.substring(lineFeed + 1, field).matches("[A-Z][A-Z0-9]{2}")) {
      throw new FaultException(Fault.reject(FaultCode.SEGMENT_SEQUENCE,
          "segments end with LF (0x0A), expected CR (0x0D)"));
    }
  }

  private static FaultException dataType(String text) {
    return new FaultException(Fault.error(FaultCode.DATA_TYPE, CHARACTER_SET, text));
  }

  private static FaultException tooLong(String text) {
    return new FaultException(
        new Fault(AckCode.ERROR, FaultCode.VALUE_TOO_LONG, Optional.empty(), text));
  }
}
