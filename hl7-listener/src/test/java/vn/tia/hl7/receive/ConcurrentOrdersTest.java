package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages about the same orders and patients that come at once on many connections.
@Timeout(180)
class ConcurrentOrdersTest {

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  /// One message with several patients' orders can't be: but orders of one patient, and merges of
  /// several pairs, cross each other.
  private static String merges(int number, List<Integer> order) {
    var text = new StringBuilder("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ADT^A40^ADT_A39|MG-" + number
        + "|P|2.5.1\nEVN||2026\n");
    for (int pair : order) {
      text.append("PID|||N-%d^^^BV01^MR||NGUYỄN^AN\nMRG|O-%d^^^BV01^MR\n".formatted(pair, pair));
    }
    return text.toString();
  }

  private static String orders(int number, List<Integer> order) {
    var text = new StringBuilder("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ORM^O01|OR-" + number
        + "|P|2.5.1\nPID|||O-1^^^BV01^MR||NGUYỄN^AN\n");
    for (int one : order) {
      text.append("ORC|XO|P-%d\nOBR|1|P-%d||CT%d^CT lần %d^L\n".formatted(one, one, one, number));
    }
    return text.toString();
  }

  private static List<Integer> shuffled(Random random) {
    var order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
    Collections.shuffle(order, random);
    return order;
  }

  private List<String> sendAtOnce(List<String> all) throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var sends = all.stream().map(one -> (Callable<String>) () -> listener.send(one)).toList();
      var answers = new ArrayList<String>();
      for (var answer : pool.invokeAll(sends)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void changesCrossingOrdersAllTheSame() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int one = 1; one <= 6; one++) {
      listener.send(orders(1000 + one, List.of(one)).replace("ORC|XO", "ORC|NW"));
    }
    var messages = new ArrayList<String>();
    for (int number = 0; number < 24; number++) {
      messages.add(orders(number, shuffled(random)));
    }

    assertThat(sendAtOnce(messages)).as("seed %d", seed)
        .allSatisfy(answer -> assertThat(answer).contains("\rMSA|AA|"));
    assertThat(listener.count("imaging_order")).isEqualTo(6);
  }

  @Test
  void mergesCrossingPairsAllTheSame() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var messages = new ArrayList<String>();
    for (int number = 0; number < 12; number++) {
      messages.add(merges(number, shuffled(random)));
    }

    assertThat(sendAtOnce(messages)).as("seed %d", seed)
        .allSatisfy(answer -> assertThat(answer).contains("\rMSA|AA|"));
    assertThat(listener.texts("SELECT count(*)::text FROM patient WHERE replaced_by IS NULL"))
        .containsExactly("6");
  }

  @Test
  void doesWhatCameFirstFirst() throws Exception {
    String place = orders(1, List.of(1)).replace("ORC|XO", "ORC|NW");
    List<String> changes = new ArrayList<>();
    for (int number = 2; number < 12; number++) {
      changes.add(orders(number, List.of(1)));
    }
    listener.send(place);

    var answers = new ArrayList<Future<String>>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      listener.database.inTransaction(() -> {
        // Whoever comes first waits here, and the others behind it.
        listener.database.jdbc().sql("SELECT pg_advisory_xact_lock(hashtextextended("
            + "'patient|' || id || '|' || system || '|O-1', 0)) FROM facility WHERE code = 'BV01'")
            .query((_, _) -> true).list();
        for (String change : changes) {
          answers.add(pool.submit(() -> listener.send(change)));
          pause();
        }
      });
      for (var answer : answers) {
        assertThat(answer.get()).contains("\rMSA|AA|");
      }
    }
    assertThat(listener.texts("SELECT control_id FROM hl7_message WHERE control_id <> 'OR-1' "
        + "ORDER BY id")).containsExactly("OR-2", "OR-3", "OR-4", "OR-5", "OR-6", "OR-7", "OR-8",
        "OR-9", "OR-10", "OR-11");
    assertThat(listener.texts("SELECT content #>> '{procedure,description}' FROM imaging_order"))
        .containsExactly("CT lần 11");
  }

  /// Long enough for a message to arrive on a busy machine.
  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
