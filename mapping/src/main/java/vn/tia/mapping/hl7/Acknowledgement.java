package vn.tia.mapping.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// The answer to a message (`ACK`), in its sender's version, delimiters and character set.
///
/// @param controlId MSH-10 of the answer itself
/// @param at when the answer was made
/// @param fault what is wrong; empty for AA
public record Acknowledgement(String controlId, Instant at, ZoneId zone, Optional<Fault> fault) {

  /// ST of version 2.3.1 to 2.6 holds 199 characters at MSH-10, of 2.3 twenty: echoed up to this.
  private static final int CONTROL_ID_CHARS_MAX = 199;

  /// The bytes that answer a message with that header.
  ///
  /// The sender's own values are echoed as they came, byte by byte; all else is ASCII.
  public byte[] to(MessageHeader asked) {
    var text = new StringBuilder(header(asked)).append('\r').append(msa(asked)).append('\r');
    fault.ifPresent(what -> text.append(err(asked, what)).append('\r'));
    return text.toString().getBytes(asked.charset());
  }

  /// How the message is answered.
  public AckCode code() {
    return fault.map(Fault::answer).orElse(AckCode.ACCEPT);
  }

  private String header(MessageHeader asked) {
    Delimiters by = asked.delimiters();
    String event = asked.event().isEmpty() ? "" : by.component() + asked.event();
    String structure = event.isEmpty() || !hasStructures(asked.version())
        ? "" : by.component() + "ACK";
    String fields = joined(by, "MSH", by.encodingCharacters(), asked.field(5), asked.field(6),
        asked.field(3), asked.field(4), Hl7Times.format(at, zone), "", "ACK" + event + structure,
        controlId, orElse(asked.field(11), "P"), orElse(asked.field(12), "2.5.1"));
    return asked.field(18).isEmpty()
        ? fields : fields + joined(by, "", "", "", "", "", "", asked.field(18));
  }

  private String msa(MessageHeader asked) {
    String echoed = asked.controlId();
    String id = echoed.length() > CONTROL_ID_CHARS_MAX
        ? echoed.substring(0, CONTROL_ID_CHARS_MAX) : echoed;
    String text = fault.map(what -> Escapes.escape(what.text(), asked.delimiters())).orElse("");
    // MSA-3 is withdrawn from 2.7 on, and read by every HIS that shows an error at all.
    return text.isEmpty()
        ? joined(asked.delimiters(), "MSA", code().code(), id)
        : joined(asked.delimiters(), "MSA", code().code(), id, text);
  }

  private static String err(MessageHeader asked, Fault fault) {
    Delimiters by = asked.delimiters();
    String text = Escapes.escape(fault.text(), by);
    if (!asked.isVersion25OrLater()) {
      return joined(by, "ERR", oldLocation(by, fault));
    }
    String location = fault.location()
        .map(at -> at.field() == 0 ? at.segment() + by.component() + at.sequence()
            : at.segment() + by.component() + at.sequence() + by.component() + at.field())
        .orElse("");
    return joined(by, "ERR", "", location, code(by.component(), fault.code()), "E", "", "",
        text, text);
  }

  /// ELD, the form of ERR-1 before 2.5: segment, sequence, field, code as subcomponents.
  private static String oldLocation(Delimiters by, Fault fault) {
    String place = fault.location()
        .map(at -> at.segment() + by.component() + at.sequence() + by.component()
            + (at.field() == 0 ? "" : at.field()))
        .orElse("" + by.component() + by.component());
    return place + by.component() + code(by.subcomponent(), fault.code());
  }

  private static String code(char separator, FaultCode code) {
    return code.number() + "" + separator + code.meaning() + separator + "HL70357";
  }

  private static boolean hasStructures(String version) {
    return !version.equals("2.3") && !version.startsWith("2.1") && !version.startsWith("2.2");
  }

  private static String joined(Delimiters by, String... fields) {
    return String.join(String.valueOf(by.field()), fields);
  }

  private static String orElse(String value, String other) {
    return value.isEmpty() ? other : value;
  }
}
