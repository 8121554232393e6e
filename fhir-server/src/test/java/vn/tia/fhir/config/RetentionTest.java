package vn.tia.fhir.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.access.Access;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.messages.Verdict;
import vn.tia.records.testkit.TestRecords;

/// What `tia.keep` lets go, on PostgreSQL.
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
  private static final TiaSettings.Keep KEEP = new TiaSettings.Keep(
      Duration.ofDays(365), Duration.ofDays(30), Duration.ofDays(1));

  private final TestRecords records = TestRecords.fresh();
  private final Messages messages = new Messages(records.database());
  private final Deliveries deliveries = new Deliveries(records.database());

  @AfterEach
  void close() {
    records.close();
  }

  @Test
  void deletesMessagesThatHadTheirEffectOrWereDismissed() {
    received("old", 366, "AA");
    received("young", 364, "AA");
    received("failed", 400, "AE");
    received("dismissed", 400, "AE");
    messages.failed(access(), 10).stream()
        .filter(one -> one.message().controlId().equals("dismissed"))
        .forEach(one -> messages.dismiss(one.id(), access()));

    prune();

    assertThat(texts("SELECT control_id FROM hl7_message ORDER BY id"))
        .containsExactly("young", "failed");
  }

  @Test
  void deletesDeliveriesThatWereTaken() {
    delivery("old", 31, "DELIVERED");
    delivery("young", 29, "DELIVERED");
    delivery("dead", 400, "DEAD");
    delivery("waiting", 400, "WAITING");

    prune();

    assertThat(texts("SELECT dedupe_key FROM delivery ORDER BY id"))
        .containsExactly("young", "dead", "waiting");
  }

  @Test
  void deletesMoreThanOneBatch() {
    records.database().jdbc().sql("""
            INSERT INTO hl7_message (facility_id, sender, control_id, kind, message, sha256,
              outcome, fault, reason, answer, received)
            SELECT ?, 'HIS', n::text, 'ADT^A08', '', '', 'AA', 0, '', '', ?
            FROM generate_series(1, 25000) AS n""")
        .params(records.first().id(), NOW.minus(Duration.ofDays(500)).atOffset(ZoneOffset.UTC))
        .update();

    prune();

    assertThat(records.count("hl7_message")).isZero();
  }

  private void prune() {
    Retention.prune(messages, deliveries, KEEP, NOW);
  }

  private Access access() {
    return Access.to(records.first().id());
  }

  private List<String> texts(String sql) {
    return records.database().jdbc().sql(sql).query(String.class).list();
  }

  private void received(String controlId, int daysAgo, String outcome) {
    var bytes = controlId.getBytes(US_ASCII);
    records.database().inTransaction(() -> messages.write(
        InboundMessage.of(records.first().id(), "HIS", controlId, "ADT^A08", bytes,
            NOW.minus(Duration.ofDays(daysAgo))),
        new Verdict(outcome, outcome.equals("AA") ? 0 : 204, "", Bytes.wrap(bytes))));
  }

  private void delivery(String key, int daysAgo, String state) {
    long id = records.database().inTransaction(() -> deliveries.enqueue(new Delivery(
        records.first().id(), "HIS", "HL7", Bytes.wrap(key.getBytes(US_ASCII)), key, key)));
    records.database().jdbc().sql("UPDATE delivery SET state = ?, attempted = ? WHERE id = ?")
        .params(state, NOW.minus(Duration.ofDays(daysAgo)).atOffset(ZoneOffset.UTC), id)
        .update();
  }
}
