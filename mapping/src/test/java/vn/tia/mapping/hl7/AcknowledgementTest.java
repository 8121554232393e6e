package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

  private static final Fault FAULT = Fault.error(FaultCode.REQUIRED_FIELD_MISSING,
      FaultLocation.of("PID", 3), "PID-3 holds no patient identifier");

  private static String answer(String header, Charset charset, Optional<Fault> fault) {
    var ack = new Acknowledgement("T1", Instant.parse("2026-11-24T01:02:03Z"),
        ZoneId.of("Asia/Ho_Chi_Minh"), fault);
    return new String(ack.to(MessageHeader.read(header.getBytes(charset))), charset)
        .replace('\r', '\n');
  }

  @Test
  void acceptsInTheVersionAndCharacterSetOfTheSender() {
    assertThat(answer("MSH|^~\\&|HIS^1.2^ISO|BVĐK|TIA|X|2026||ORM^O01^ORM_O01|M-1|P^T|2.5.1|||"
        + "AL|NE|VNM|UNICODE UTF-8\r", UTF_8, Optional.empty())).isEqualTo("""
        MSH|^~\\&|TIA|X|HIS^1.2^ISO|BVĐK|20261124080203+0700||ACK^O01^ACK|T1|P^T|2.5.1||||||\
        UNICODE UTF-8
        MSA|AA|M-1
        """);
  }

  @Test
  void saysWhatIsWrongInTheFormOf251() {
    assertThat(answer("MSH|^~\\&|HIS|BV|||2026||ORM^O01|M-1|P|2.5.1\r", UTF_8, Optional.of(FAULT)))
        .isEqualTo("""
        MSH|^~\\&|||HIS|BV|20261124080203+0700||ACK^O01^ACK|T1|P|2.5.1
        MSA|AE|M-1|PID-3 holds no patient identifier
        ERR||PID^1^3|101^Required field missing^HL70357|E|||PID-3 holds no patient identifier|\
        PID-3 holds no patient identifier
        """);
  }

  @Test
  void saysWhatIsWrongInTheFormBefore25() {
    assertThat(answer("MSH|^~\\&|HIS|BV|||2026||ORM^O01|M-1|P|2.3\r", UTF_8, Optional.of(FAULT)))
        .isEqualTo("""
        MSH|^~\\&|||HIS|BV|20261124080203+0700||ACK^O01|T1|P|2.3
        MSA|AE|M-1|PID-3 holds no patient identifier
        ERR|PID^1^3^101&Required field missing&HL70357
        """);
  }

  @Test
  void keepsTheDelimitersOfTheSender() {
    assertThat(answer("MSH$@~\\*$HIS$BV$$$2026$$ORM@O01$M-1$P$2.5\r", UTF_8, Optional.of(FAULT)))
        .contains("ACK@O01@ACK", "ERR$$PID@1@3$101@Required field missing@HL70357$E");
  }

  @Test
  void echoesBytesThatItCantDecode() {
    String header = "MSH|^~\\&|HÏS|BV|||2026||ORM^O01|M-Ü|P|2.5.1||||||UNICODE UTF-8\r";

    assertThat(answer(header, ISO_8859_1, Optional.empty())).contains("|HÏS|BV|", "MSA|AA|M-Ü");
  }

  @Test
  void answersAMessageWithoutHeaderInTheForm251() {
    var ack = new Acknowledgement("T1", Instant.parse("2026-11-24T01:02:03Z"),
        ZoneId.of("UTC"), Optional.of(Fault.reject(FaultCode.SEGMENT_SEQUENCE, "no MSH")));

    assertThat(new String(ack.to(MessageHeader.UNREADABLE), UTF_8)).isEqualTo(
        "MSH|^~\\&|||||20261124010203+0000||ACK|T1|P|2.5.1\rMSA|AR||no MSH\r"
            + "ERR|||100^Segment sequence error^HL70357|E|||no MSH|no MSH\r");
  }
}
