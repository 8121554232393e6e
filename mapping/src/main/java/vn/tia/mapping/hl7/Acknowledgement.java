package vn.tia.mapping.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    return written(asked, code().code());
  }

  /// The bytes that say whether the message is kept (CA, CE, CR): the first answer of enhanced
  /// mode. CR is for a header that can't be processed, CE for all else (2.9.3.2).
  public byte[] toCommit(MessageHeader asked) {
    return written(asked, switch (code()) {
      case ACCEPT -> "CA";
      case ERROR -> "CE";
      case REJECT -> fault.filter(what -> what.code() == FaultCode.INTERNAL).isPresent()
          ? "CE" : "CR";
    });
  }

  private byte[] written(MessageHeader asked, String code) {
    var text = new StringBuilder(header(asked)).append('\r')
        .append(msa(asked, code)).append('\r');
    fault.ifPresent(what -> text.append(err(asked, what)).append('\r'));
    return text.toString().getBytes(asked.charset());
  }

  /// MSH, MSA and ERR of an answer with a content of its own, in the standard delimiters.
  ///
  /// @param structure MSH-9.2 and 9.3, as in `K22^RSP_K21`
  /// @param charset in which the answer is sent
  String responseTo(MessageHeader asked, String structure, Charset charset) {
    var by = Delimiters.STANDARD;
    String said = charset.equals(asked.charset()) || asked.field(18).isEmpty()
        && charset.equals(StandardCharsets.UTF_8)
        ? asked.field(18) : CharacterSets.UTF_8_NAME;
    var msh = new SegmentDraft("MSH").raw(1, by.encodingCharacters())
        .put(2, asked.component(5, 1)).put(3, asked.component(6, 1))
        .put(4, asked.component(3, 1)).put(5, asked.component(4, 1))
        .put(6, Hl7Times.format(at, zone)).raw(8, "RSP^" + structure).put(9, controlId)
        .put(10, orElse(asked.component(11, 1), "P")).put(11, orElse(asked.version(), "2.5"));
    if (!said.isEmpty()) {
      msh.put(17, said);
    }
    var msa = new SegmentDraft("MSA").put(1, code().code()).put(2, asked.controlId());
    fault.ifPresent(what -> msa.put(3, what.text()));
    String err = fault.map(what -> new SegmentDraft("ERR")
            .raw(2, what.location().map(place -> place.segment() + "^" + place.sequence()
                + (place.field() == 0 ? "" : "^" + place.field())).orElse(""))
            .put(3, String.valueOf(what.code().number()), what.code().meaning(), "HL70357")
            .put(4, "E").put(8, what.text()) + "\r")
        .orElse("");
    return msh + "\r" + msa + "\r" + err;
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

  private String msa(MessageHeader asked, String code) {
    String echoed = asked.controlId();
    String id = echoed.length() > CONTROL_ID_CHARS_MAX
        ? echoed.substring(0, CONTROL_ID_CHARS_MAX) : echoed;
    String text = fault.map(what -> Escapes.escape(what.text(), asked.delimiters())).orElse("");
    // MSA-3 is withdrawn from 2.7 on, and read by every HIS that shows an error at all.
    return text.isEmpty()
        ? joined(asked.delimiters(), "MSA", code, id)
        : joined(asked.delimiters(), "MSA", code, id, text);
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
