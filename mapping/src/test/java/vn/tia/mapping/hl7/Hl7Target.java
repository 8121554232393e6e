package vn.tia.mapping.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.fuzz.Trial;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.names.PersonNames;

/// Fuzz target: any bytes as an HL7 v2 message or a batch of them, parsed and mapped.
///
/// They are refused with a [FaultException], or have the same content each time they are read. A
/// message whose header can be read is answered by one whose header can be read; one about
/// patients, forwarded, still says the same of them; a name is one value in DICOM.
public final class Hl7Target {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final OrderSite SITE = OrderSite.standard(ZONE);
  private static final ReadSettings READ =
      ReadSettings.DEFAULT.with(ReadSettings.LineEnds.CR_OR_LF);
  private static final Envelope ENVELOPE = new Envelope(
      new Envelope.Parties("TIA", "BV01", "HIS", "BV01"), "C-1", Instant.EPOCH, ZONE,
      new AuthoritySystems("BV01", "BV01", "urn:oid:1.2.3"), Dialect.DEFAULT);

  private Hl7Target() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Trial.run(() -> read(input));
  }

  private static void read(byte[] input) {
    try {
      if (MessageBatch.is(input)) {
        MessageBatch.read(input).parts().stream().flatMap(part -> part.messages().stream())
            .map(Bytes::toArray).forEach(Hl7Target::readOne);
      } else {
        readOne(input);
      }
    } catch (FaultException refused) {
      require(!refused.fault().text().isBlank(), "a refusal says nothing");
    }
  }

  private static void readOne(byte[] bytes) {
    var header = MessageHeader.read(bytes);
    try {
      var message = Hl7Message.read(bytes, header, READ);
      var content = MessageContent.of(message, SITE);
      Trial.equal(content, MessageContent.of(Hl7Message.read(bytes, header, READ), SITE),
          "the content");
      answer(header, Optional.empty());
      use(message, content);
    } catch (FaultException refused) {
      answer(header, Optional.of(refused.fault()));
    }
  }

  private static void answer(MessageHeader header, Optional<Fault> fault) {
    var answer = new Acknowledgement("A-1", Instant.EPOCH, ZONE, fault);
    for (byte[] bytes : new byte[][] {answer.to(header), answer.toCommit(header)}) {
      var read = MessageHeader.read(bytes);
      require(read.type().equals("ACK"), "the answer is no ACK");
    }
  }

  private static void use(Hl7Message message, MessageContent content) {
    if (content instanceof PatientMessage.Told told) {
      byte[] forwarded = Dialect.DEFAULT
          .write(ForwardedMessages.toAdt(message, ENVELOPE)).bytes().toArray();
      var again = MessageContent.of(
          Hl7Message.read(forwarded, MessageHeader.read(forwarded), READ), SITE);
      Trial.equal(told.patient(), ((PatientMessage.Told) again).patient(), "the patient");
    }
    if (content instanceof OrderMessages orders) {
      orders.orders().forEach(Hl7Target::use);
    }
  }

  private static void use(ImagingOrder order) {
    var name = PersonNames.toPn(order.patient().name());
    require(name.indexOf('\\') < 0 && name.indexOf('=') < 0, "a name is more than one value");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
