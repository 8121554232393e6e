package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The character sets that MSH-18 can name (HL7 table 0211), and strict decoding in them.
public final class CharacterSets {

  /// How MSH-18 names UTF-8.
  public static final String UTF_8_NAME = "UNICODE UTF-8";

  private static final Pattern JOINTS = Pattern.compile("[ /_-]");
  private static final Pattern ONE_BYTE = Pattern.compile("8859([1-9]|13|15|16)");

  /// Java has no 8859/10 and 8859/14; MLLP can't carry sets whose characters hold its own bytes.
  private static final Pattern NOT_READ =
      Pattern.compile("8859(10|14)|UNICODEUTF(16|32)|UTF(16|32)");

  private static final Map<String, Charset> BY_NAME = Map.ofEntries(
      Map.entry("ASCII", US_ASCII),
      Map.entry("ISOIR6", US_ASCII),
      Map.entry("ISOIR192", UTF_8),
      Map.entry("ISOIR100", ISO_8859_1),
      Map.entry("UNICODE", UTF_8),
      Map.entry("UNICODEUTF8", UTF_8),
      Map.entry("UTF8", UTF_8),
      Map.entry("GB180302000", Charset.forName("GB18030")),
      Map.entry("GB18030", Charset.forName("GB18030")),
      Map.entry("KSX1001", Charset.forName("EUC-KR")),
      Map.entry("BIG5", Charset.forName("Big5")),
      // The table names the repertoire; EUC-TW is its form whose bytes are no delimiters.
      Map.entry("CNS116431992", Charset.forName("x-EUC-TW")),
      // One charset holds all three, told apart by their escape sequences (ISO 2022, RFC 1554).
      Map.entry("ISOIR87", Charset.forName("ISO-2022-JP-2")),
      Map.entry("ISOIR159", Charset.forName("ISO-2022-JP-2")),
      Map.entry("ISOIR14", Charset.forName("ISO-2022-JP-2")),
      Map.entry("WINDOWS1258", Charset.forName("windows-1258")));

  private CharacterSets() {}

  /// The character set with a name of table 0211, however its words are joined: `8859/1`,
  /// `ISO-8859-1` and `8859_1` are one.
  public static Optional<Charset> of(String name) {
    String key = key(name);
    if (ONE_BYTE.matcher(key).matches()) {
      return Optional.of(Charset.forName("ISO-8859-" + key.substring(4)));
    }
    return Optional.ofNullable(BY_NAME.get(key));
  }

  /// Whether a name is one of table 0211 that isn't read here.
  static boolean isKnownButNotRead(String name) {
    return NOT_READ.matcher(key(name)).matches();
  }

  private static String key(String name) {
    String key = JOINTS.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("");
    return key.startsWith("ISO8859") ? key.substring(3) : key;
  }

  /// The text of bytes, empty where they are not valid in the character set.
  static Optional<String> decode(byte[] bytes, int offset, Charset charset) {
    try {
      return Optional.of(charset.newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, bytes.length - offset))
          .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// Whether bytes that are said to be of a one-byte set are UTF-8 instead: not ASCII, and valid.
  ///
  /// Text of 8859/x that happens to be valid UTF-8 throughout looks like `Ã©`: nobody writes that.
  static boolean isUtf8Instead(byte[] bytes, int offset, Charset declared) {
    return declared.name().startsWith("ISO-8859")
        && decode(bytes, offset, US_ASCII).isEmpty()
        && decode(bytes, offset, UTF_8).isPresent();
  }
}
