package vn.tia.records.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Cursor;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.outbox.OutboxReader;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class ResourcesTest {
  private final Database database = TestDatabase.fresh();
  private final int ours = TestFacilities.first(database).id();
  private final int theirs = TestFacilities.second(database).id();
  private final Access access = Access.to(ours);
  private final Resources resources =
      new Resources(database, new Outbox(database), Clock.systemUTC());

  @AfterEach
  void close() {
    database.close();
  }

  private static Patient patient(String family) {
    var patient = new Patient();
    patient.addName().setFamily(family);
    return patient;
  }

  @Test
  void storesANewResourceUnderANewId() {
    var stored = resources.put(ours, patient("Đặng"));

    assertThat(stored.id()).hasSize(36);
    assertThat(stored.version()).isEqualTo(1);
    assertThat(resources.read(stored.key(), access)).contains(stored);
    assertThat(stored.decode(Patient.class).getNameFirstRep().getFamily()).isEqualTo("Đặng");
    assertThat(stored.decode(Patient.class).getMeta().getVersionId()).isEqualTo("1");
    assertThat(stored.decode(Patient.class).getMeta().getLastUpdated())
        .isEqualTo(stored.lastUpdated());
  }

  @Test
  void keepsEveryVersion() {
    var first = resources.put(ours, patient("Nguyễn"));
    var changed = patient("Trần");
    changed.setId(first.id());

    var second = resources.put(ours, changed);

    assertThat(second.version()).isEqualTo(2);
    assertThat(resources.history(first.key(), access)).containsExactly(second, first);
    assertThat(resources.vread(first.key(), 1, access)).contains(first);
    assertThat(resources.vread(first.key(), 2, access)).contains(second);
    assertThat(resources.vread(first.key(), 3, access)).isEmpty();
  }

  @Test
  void makesNoVersionOfUnchangedContent() {
    var first = resources.put(ours, patient("Nguyễn"));
    var same = first.decode(Patient.class);

    var again = resources.put(ours, same);

    assertThat(again).isEqualTo(first);
    assertThat(same.getMeta().getVersionId()).isEqualTo("1");
    assertThat(resources.history(first.key(), access)).hasSize(1);
    assertThat(events()).containsExactly(first.key() + "/1");
  }

  @Test
  void hidesWhatTheCallerMayNotSee() {
    var stored = resources.put(ours, patient("Nguyễn"));
    var stranger = Access.to(theirs);

    assertThat(resources.read(stored.key(), stranger)).isEmpty();
    assertThat(resources.vread(stored.key(), 1, stranger)).isEmpty();
    assertThat(resources.history(stored.key(), stranger)).isEmpty();
    assertThat(resources.readMany(List.of(stored.key()), stranger)).isEmpty();
    assertThat(resources.delete(stored.key(), stranger)).isEmpty();
    assertThat(resources.read(stored.key(), Access.NONE)).isEmpty();
    assertThat(resources.read(stored.key(), access)).contains(stored);
  }

  @Test
  void refusesAnIdOfAnotherFacility() {
    var stored = resources.put(ours, patient("Nguyễn"));

    assertThatThrownBy(() -> resources.put(theirs, patientWithId("Phạm", stored.id())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this Patient id is taken by another facility");
  }

  @Test
  void keepsADeletedResourceAsAVersionWithoutContent() {
    var stored = resources.put(ours, patient("Nguyễn"));

    var deleted = resources.delete(stored.key(), access).orElseThrow();
    var back = resources.put(ours, patientWithId("Nguyễn", stored.id()));

    assertThat(deleted.deleted()).isTrue();
    assertThat(deleted.version()).isEqualTo(2);
    assertThat(deleted.json()).isEmpty();
    assertThat(back.version()).isEqualTo(3);
    assertThat(resources.history(stored.key(), access))
        .extracting(StoredResource::deleted).containsExactly(false, true, false);
    assertThat(events()).hasSize(3);
  }

  @Test
  void readsManyInTheOrderAsked() {
    var one = resources.put(ours, patient("Một"));
    var two = resources.put(ours, patient("Hai"));
    var gone = resources.put(ours, patient("Ba"));
    resources.delete(gone.key(), access);

    var found = resources.readMany(
        List.of(two.key(), new ResourceKey("Patient", "nobody"), gone.key(), one.key()), access);

    assertThat(found).containsExactly(two, one);
  }

  @Test
  void scansAllCurrentResourcesPageByPage() {
    IntStream.range(0, 5).forEach(_ -> resources.put(ours, patient("Nguyễn")));
    resources.put(theirs, patient("Trần"));

    var first = resources.scan(Optional.empty(), 4);
    var rest = resources.scan(Optional.of(first.getLast().key()), 4);

    assertThat(first).hasSize(4);
    assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
  }

  @Test
  void makesOneResourceOfTenConcurrentWriters() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = IntStream.range(0, 10)
          .mapToObj(n -> (Callable<StoredResource>) () ->
              resources.put(ours, patientWithId("Nguyễn " + n, "same")))
          .toList();

      var versions = executor.invokeAll(writers).stream()
          .map(Future::resultNow).map(StoredResource::version).toList();

      assertThat(versions).containsExactlyInAnyOrder(
          1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
    assertThat(resources.history(new ResourceKey("Patient", "same"), access)).hasSize(10);
  }

  @Test
  void leavesNothingOfARolledBackTransaction() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      resources.put(ours, patientWithId("Nguyễn", "never"));
      throw new IllegalStateException("the caller changed its mind");
    })).isInstanceOf(IllegalStateException.class);

    assertThat(resources.read(new ResourceKey("Patient", "never"), access)).isEmpty();
    assertThat(events()).isEmpty();
  }

  private List<String> events() {
    return new OutboxReader(database).after(Cursor.START, 100).stream()
        .map(OutboxEntry::key).toList();
  }

  private static Patient patientWithId(String family, String id) {
    var patient = patient(family);
    patient.setId(id);
    return patient;
  }

  @Test
  void writesAFirstVersionAsEncodingItWould() {
    var patient = new Patient();
    patient.setId("p1");
    patient.addName().setText("Đặng Thị Hường");
    var tagged = patient.copy();
    tagged.setId("p2");
    tagged.getMeta().addTag("urn:x", "t", "");

    for (var resource : List.of(patient, tagged)) {
      var stored = database.inTransaction(() -> resources.add(ours, resource));

      assertThat(stored.json()).isEqualTo(FhirJson.encode(resource))
          .contains("\"versionId\":\"1\"");
      assertThat(resources.put(ours, FhirJson.decode(stored.json(), Patient.class))
          .version()).as("the same again is no version").isEqualTo(1);
    }
  }
}
