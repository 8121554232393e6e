package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.messages.Messages;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;

@Timeout(120)
class MessageReplayTest {

  private static final String CANCEL = "ORC|CA|P-1\nOBR|1|P-1||CTN^CT ngực^99HIS\n";

  private final Listener listener = Listener.byTheBook();
  private final Access access = Access.to(listener.facilityId);
  private final Messages messages = new Messages(listener.database);

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private MessageReplay replay(ReceiveSettings settings) {
    var database = listener.database;
    var facilities = new Facilities(database);
    var clock = Clock.systemUTC();
    var resources = new Resources(database, new Outbox(database), clock);
    var patients = new Patients(database, facilities, resources);
    var orders =
        new Orders(database, facilities, patients, resources, OrderSettings.DEFAULT, clock);
    return new MessageReplay(
        new MessageReplay.Records(database, facilities, messages, new Audit(database)),
        new MessageEffects(new MessageEffects.Records(
            database, facilities, patients, orders, resources)), settings, clock);
  }

  private String send(String controlId, String segments) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ORM^O01|" + controlId
        + "|P|2.5.1||||||UNICODE UTF-8\nPID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG\n" + segments);
  }

  private long failed() {
    return messages.failed(access, 10).getFirst().id();
  }

  @Test
  void keepsWhatFailedWithItsReasonAndDoesItOnceItCan() {
    assertThat(send("M-1", CANCEL)).contains("MSA|AE|M-1");
    var queued = messages.failed(access, 10).getFirst();
    assertThat(queued.verdict().reason()).isEqualTo("ORC-2: no order of this number is known");
    assertThat(new String(queued.message().content().toArray(), UTF_8)).contains("ORC|CA|P-1");
    var replay = replay(ReceiveSettings.DEFAULT);

    assertThat(replay.replay(queued.id(), access, "operator"))
        .isEqualTo(new ReplayOutcome.Failed("ORC-2: no order of this number is known"));
    assertThat(messages.failed(access, 10).getFirst().attempts()).isEqualTo(2);

    send("M-2", CANCEL.replace("|CA|", "|NW|"));
    assertThat(replay.replay(queued.id(), access, "operator"))
        .isEqualTo(new ReplayOutcome.Done());
    assertThat(messages.failed(access, 10)).isEmpty();
    assertThat(listener.texts("SELECT status FROM imaging_order")).containsExactly("CANCELED");
    assertThat(replay.replay(queued.id(), access, "operator"))
        .as("it had its effect").isEqualTo(new ReplayOutcome.Unknown());
    assertThat(listener.texts("SELECT outcome FROM audit WHERE caller = 'operator' ORDER BY id"))
        .containsExactly("AE 204", "Done");
  }

  @Test
  void takesWhatTheSettingsRefusedBefore() {
    listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ORM^O01|M-1|T|2.5.1\n"
        + "PID|1||7^^^BV01^MR||A\nORC|NW|P-1\nOBR|1|P-1||C^c^L\n");

    assertThat(replay(ReceiveSettings.DEFAULT).replay(failed(), access, "operator"))
        .isInstanceOf(ReplayOutcome.Failed.class);
    assertThat(replay(new ReceiveSettings(Map.of(), Set.of("P", "T")))
        .replay(failed(), access, "operator")).isEqualTo(new ReplayOutcome.Done());
    assertThat(listener.count("scheduled_step")).isEqualTo(1);
  }

  @Test
  void doesNothingTwiceWhereTheSenderCorrectedTheMessageHimself() {
    send("M-1", CANCEL);
    assertThat(send("M-1", CANCEL.replace("|CA|", "|NW|"))).contains("MSA|AA|M-1");

    assertThat(replay(ReceiveSettings.DEFAULT).replay(failed(), access, "operator"))
        .isEqualTo(new ReplayOutcome.Superseded());
    assertThat(listener.texts("SELECT status FROM imaging_order")).containsExactly("ACTIVE");
    assertThat(messages.dismiss(failed(), access)).isTrue();
    assertThat(messages.failed(access, 10)).isEmpty();
    assertThat(listener.count("hl7_message")).isEqualTo(2);
  }

  @Test
  void hidesMessagesOfOtherFacilities() {
    send("M-1", CANCEL);
    long id = failed();

    assertThat(replay(ReceiveSettings.DEFAULT).replay(id, Access.NONE, "operator"))
        .isEqualTo(new ReplayOutcome.Unknown());
    assertThat(messages.dismiss(id, Access.NONE)).isFalse();
    assertThat(messages.failed(Access.NONE, 10)).isEmpty();
  }
}
