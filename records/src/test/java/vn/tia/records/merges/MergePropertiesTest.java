package vn.tia.records.merges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.records.patients.ReplaceOutcome;

@Timeout(60)
class MergePropertiesTest {
  private static final List<String> NUMBERS = List.of("A", "B", "C", "D", "E");
  private static final int STEPS = 60;

  private final MergeCase hospital = new MergeCase();

  @AfterEach void close() {
    hospital.close();
  }

  /// What was done under which number, and how it has to end.
  private final Map<String, List<Long>> orders = new HashMap<>();
  private final List<String> studies = new ArrayList<>();
  private int merges;

  @ParameterizedTest @ValueSource(longs = {1, 2, 3, 4})
  void losesNothingWhateverIsMerged(long seed) {
    var random = new Random(seed);
    var elsewhere = hospital.records.patients().register(
        hospital.records.second().id(), MergeCase.patient("A", "XA"));

    for (int step = 0; step < STEPS; step++) {
      act(random, step);
      holds();
    }

    assertThat(merges).isPositive();
    orders.forEach((number, ids) -> assertThat(ids).as("orders under %s", number).allSatisfy(
        id -> assertThat(hospital.records.orders().ofPatient(
            hospital.facility, hospital.find(number).id())).contains(id)));
    assertThat(hospital.records.patients().byIds(List.of(elsewhere.id())))
        .containsValue(elsewhere);
  }

  /// Undone in any order, whoever was merged is as before, and what was theirs is with somebody.
  @ParameterizedTest @ValueSource(longs = {11, 12})
  void losesNothingWhateverIsUndone(long seed) {
    var random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      act(random, step);
      if (random.nextInt(4) == 0) {
        var merged = hospital.records.database().jdbc()
            .sql("SELECT id FROM patient WHERE replaced_by IS NOT NULL ORDER BY id")
            .query(Long.class).list();
        if (!merged.isEmpty()) {
          var id = merged.get(random.nextInt(merged.size()));
          assertThat(hospital.records.merges().unmerge(hospital.facility, id, "op")).isTrue();
        }
      }
      holds();
    }
    assertThat(hospital.records.count("patient_merge WHERE undone IS NOT NULL")).isPositive();
  }

  private void act(Random random, int step) {
    var one = NUMBERS.get(random.nextInt(NUMBERS.size()));
    var other = NUMBERS.get(random.nextInt(NUMBERS.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> hospital.register(one, "SỐ" + step);
      case 2, 3 -> orders.computeIfAbsent(one, _ -> new ArrayList<>())
          .add(hospital.order("P-" + step, one).id());
      case 4 -> studies.add(hospital.image(one));
      case 5 -> hospital.renumber(one, other);
      default -> {
        if (hospital.merge(one, other) instanceof ReplaceOutcome.Done(var _, var made)) {
          merges += made.size();
        }
      }
    }
  }

  /// Chains end; nothing belongs to a merged patient; each number finds one who is not merged.
  private void holds() {
    assertThat(hospital.texts("""
        WITH RECURSIVE chain AS (
          SELECT id AS start, id, replaced_by, ARRAY[id] AS path FROM patient
          UNION ALL
          SELECT c.start, p.id, p.replaced_by, c.path || p.id
          FROM chain c JOIN patient p ON p.id = c.replaced_by WHERE NOT p.id = ANY (c.path))
        SELECT start::text FROM patient p
        LEFT JOIN LATERAL (SELECT start FROM chain c
          WHERE c.start = p.id AND c.replaced_by IS NULL) AS ends ON true
        GROUP BY p.id, start HAVING count(start) <> 1""")).as("chains without an end").isEmpty();
    for (var table : List.of("imaging_order", "study", "patient_identifier")) {
      var owner = table.equals("patient_identifier") ? "leads_to" : "patient_id";
      assertThat(hospital.texts("SELECT t.id::text FROM " + table + " t JOIN patient p ON p.id = t."
          + owner + " WHERE p.replaced_by IS NOT NULL OR p.facility_id <> t.facility_id"))
          .as("rows of %s with a merged patient", table).isEmpty();
    }
    assertThat(hospital.texts("SELECT value FROM patient_identifier GROUP BY facility_id, system, "
        + "value HAVING count(*) FILTER (WHERE finds) <> 1 OR count(DISTINCT leads_to) <> 1"))
        .as("numbers that don't find exactly one patient").isEmpty();
    assertThat(hospital.records.count("patient WHERE replaced_by IS NOT NULL"))
        .isEqualTo(hospital.records.count("patient_merge WHERE undone IS NULL"));
    assertThat(hospital.records.count("imaging_order"))
        .isEqualTo(orders.values().stream().mapToInt(List::size).sum());
    assertThat(hospital.records.count("study")).isEqualTo(studies.size());
  }

  @Test void leavesNothingBehindThatComesDuringAMerge() throws Exception {
    for (int round = 0; round < 15; round++) {
      var old = "OLD" + round;
      var by = "NEW" + round;
      hospital.register(old, "OANH");
      hospital.register(by, "NGA");
      var order = "P-" + round;
      var accession = hospital.order(order + "-0", old)
          .content().numbers().accession().orElseThrow().value();
      atOnce(List.of(
          () -> hospital.merge(old, by),
          () -> hospital.order(order + "-0", old),
          () -> hospital.order(order + "-1", old),
          () -> hospital.order(order + "-2", by),
          () -> hospital.image(old, accession),
          () -> hospital.image("", accession),
          () -> hospital.image(by)));

      var survivor = hospital.find(by).id();
      assertThat(hospital.find(old).id()).isEqualTo(survivor);
      assertThat(hospital.records.orders().ofPatient(hospital.facility, survivor)).hasSize(3);
    }
    assertThat(hospital.texts("SELECT s.id::text FROM study s JOIN patient p "
        + "ON p.id = s.patient_id WHERE p.replaced_by IS NOT NULL")).isEmpty();
    assertThat(hospital.records.count("study")).isEqualTo(45);
  }

  private static void atOnce(List<Callable<Object>> all) throws Exception {
    var barrier = new CyclicBarrier(all.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = all.stream().map(one -> threads.submit(() -> {
        barrier.await();
        return one.call();
      })).toList();
      for (var one : running) {
        one.get();
      }
    }
  }
}
