package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The MSH segment, read by itself, so that any message with one can be answered in its own way.
///
/// @param charset in which the fields were decoded, and an answer is encoded
/// @param fields the fields as they came, escapes included; MSH-1 first
public record MessageHeader(Delimiters delimiters, Charset charset, List<String> fields) {

  /// Stands for a header that can't be read, so that its sender is answered all the same.
  public static final MessageHeader UNREADABLE = new MessageHeader(Delimiters.STANDARD, ISO_8859_1,
      List.of("|", "^~\\&", "", "", "", "", "", "", "", "", "P", "2.5.1"));

  /// Longer headers are cut here: no field of it that Tia uses comes later.
  private static final int CHARS_MAX = 4096;

  public MessageHeader {
    fields = List.copyOf(fields);
  }

  /// Reads the header of a message, with or without the byte order mark of UTF-8 before it.
  ///
  /// @throws FaultException with AR 100 if the message doesn't begin with a usable MSH
  public static MessageHeader read(byte[] message) {
    int start = ByteOrderMark.length(message);
    int end = start;
    while (end < message.length && end - start < CHARS_MAX
        && message[end] != '\r' && message[end] != '\n') {
      end++;
    }
    byte[] line = Arrays.copyOfRange(message, start, end);
    MessageHeader asLatin = parse(new String(line, ISO_8859_1), ISO_8859_1);
    Charset declared = start > 0 || asLatin.characterSet().isEmpty()
        ? UTF_8
        : CharacterSets.of(asLatin.characterSet()).orElse(ISO_8859_1);
    // Undecodable bytes keep their latin reading, which encodes to the same bytes in an answer.
    return CharacterSets.decode(line, 0, declared)
        .map(text -> parse(text, declared))
        .orElse(asLatin);
  }

  private static MessageHeader parse(String line, Charset charset) {
    if (!line.startsWith("MSH")) {
      throw new FaultException(Fault.reject(FaultCode.SEGMENT_SEQUENCE,
          FaultLocation.of("MSH", 0), "the message does not begin with MSH"));
    }
    Delimiters delimiters = Delimiters.of(line);
    var fields = new ArrayList<String>();
    fields.add(String.valueOf(delimiters.field()));
    fields.addAll(Parts.of(line.substring(4), delimiters.field()));
    return new MessageHeader(delimiters, charset, fields);
  }

  /// MSH-n as it came, empty text where the header is shorter.
  public String field(int number) {
    return number <= fields.size() ? fields.get(number - 1) : "";
  }

  /// A component of the first repetition of MSH-n, empty text where there is none.
  public String component(int number, int component) {
    String first = Parts.part(field(number), delimiters.repetition(), 1);
    return Parts.part(first, delimiters.component(), component).strip();
  }

  /// MSH-3, the sending application's name.
  public String sendingApplication() {
    return component(3, 1);
  }

  /// MSH-4, the sending facility's name.
  public String sendingFacility() {
    return component(4, 1);
  }

  /// MSH-9.1, the kind of message.
  public String type() {
    return component(9, 1);
  }

  /// MSH-9.2, the event that it tells.
  public String event() {
    return component(9, 2);
  }

  /// MSH-10, by which an answer names the message.
  public String controlId() {
    return field(10).strip();
  }

  /// MSH-11.1: `P` production, `T` training, `D` debugging.
  public String processingId() {
    return component(11, 1);
  }

  /// MSH-12.1, the version of HL7.
  public String version() {
    return component(12, 1);
  }

  /// MSH-18, the character set, empty text where none is declared.
  ///
  /// Where it repeats, the others are reached from the first by escape sequences (ISO 2022): one
  /// of the Japanese names stands for all of them then.
  public String characterSet() {
    return Parts.of(field(18), delimiters.repetition()).stream()
        .map(String::strip)
        .filter(name -> name.startsWith("ISO IR"))
        .findFirst()
        .orElseGet(() -> component(18, 1));
  }

  /// Whether the version has the form `ERR` got with 2.5 and later.
  boolean isVersion25OrLater() {
    String minor = Parts.part(version(), '.', 2);
    return Parts.part(version(), '.', 1).equals("2") && minor.length() == 1
        && minor.charAt(0) >= '5' && minor.charAt(0) <= '9';
  }
}
