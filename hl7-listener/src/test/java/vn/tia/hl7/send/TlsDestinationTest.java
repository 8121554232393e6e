package vn.tia.hl7.send;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.hl7.send.Sender.until;

import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.mllp.TestKeys;
import vn.tia.hl7.send.Hl7Destination.OnError;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.SentKind;

/// Messages over TLS to HAPI's server, which wants a certificate of who sends (IHE ATNA).
@Timeout(180)
class TlsDestinationTest {

  @TempDir
  private static Path folder;
  private static TestKeys his;
  private static TestKeys tia;

  @BeforeAll
  static void makeCertificates() throws Exception {
    his = TestKeys.ofLocalhost(folder);
    tia = TestKeys.ofAnother(folder);
  }

  private static Hl7Destination to(int port, SSLContext tls) {
    return new Hl7Destination("his", "BV01", Set.of(SentKind.ORU_R01),
        new Envelope.Parties("TIA", "BV01", "HIS", "BV01"), Dialect.DEFAULT,
        MllpClientSettings.to("localhost", port).with(tls), OnError.LAY_ASIDE);
  }

  @Test
  void areTakenWithTheRightCertificates() throws Exception {
    try (var receiver = new HapiReceiver(his.trusting(tia)).up();
        var sender = new Sender(to(receiver.port, tia.trusting(his)))) {
      sender.put(sender.report(sender.patient("P1"), "Bình thường"));
      until(() -> !receiver.received.isEmpty() && sender.waiting().isEmpty());

      assertThat(receiver.received).singleElement().asString()
          .contains("ĐẶNG^HƯỜNG^THỊ", "Bình thường");
      assertThat(sender.dead()).isEmpty();
    }
  }

  @Test
  void waitWhileTheReceiverDoesNotKnowOurCertificate() throws Exception {
    waits(his.trusting(his), tia.trusting(his));
    waits(his.trusting(tia), his.trustOnly());
  }

  @Test
  void waitWhileWeDoNotKnowTheReceiversCertificateOrItIsOfAnotherName() throws Exception {
    waits(his.trusting(tia), tia.trusting(tia));
    waits(tia.trusting(tia), tia.trusting(tia));
  }

  private static void waits(SSLContext receivers, SSLContext ours) throws Exception {
    try (var receiver = new HapiReceiver(receivers).up();
        var sender = new Sender(to(receiver.port, ours))) {
      sender.put(sender.report(sender.patient("P1"), "Bình thường"));
      until(() -> sender.waiting().stream().anyMatch(one -> one.attempts() > 0));

      assertThat(receiver.received).isEmpty();
      assertThat(sender.dead()).isEmpty();
    }
  }
}
