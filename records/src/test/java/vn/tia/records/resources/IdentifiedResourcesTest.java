package vn.tia.records.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class IdentifiedResourcesTest {
  private final Database database = TestDatabase.fresh();
  private final int ours = TestFacilities.first(database).id();
  private final int theirs = TestFacilities.second(database).id();
  private final Access access = Access.to(ours);
  private final Resources resources =
      new Resources(database, new Outbox(database), Clock.systemUTC());
  private final IdentifiedResources identified = new IdentifiedResources(database);

  @AfterEach
  void close() {
    database.close();
  }

  private static Patient patient(String... numbers) {
    var patient = new Patient();
    List.of(numbers).forEach(number -> patient.addIdentifier().setSystem("urn:his")
        .setValue(number));
    return patient;
  }

  private List<StoredResource> patients(String... numbers) {
    return identified.with(List.of(numbers), Set.of("Patient"), access, 10);
  }

  @Test
  void findsByEachValue() {
    var two = resources.put(ours, patient("BN-1", "CCCD 2"));
    var other = resources.put(ours, patient("BN-3"));
    resources.put(ours, new Patient());

    assertThat(patients("BN-1")).containsExactly(two);
    assertThat(patients("CCCD 2")).containsExactly(two);
    assertThat(patients("CCCD 2", "BN-3")).containsExactlyInAnyOrder(two, other);
    assertThat(patients("bn-1")).isEmpty();
    assertThat(identified.with(List.of("BN-1", "BN-3"), Set.of("Patient"), access, 1)).hasSize(1);
  }

  @Test
  void findsWhatMayBeSeenOnly() {
    resources.put(theirs, patient("BN-1"));
    var deleted = resources.put(ours, patient("BN-1"));
    resources.delete(deleted.key(), access);
    resources.put(ours, new ImagingStudy().addIdentifier(new Identifier().setValue("BN-1")));

    assertThat(patients("BN-1")).isEmpty();
    assertThat(identified.with(List.of("BN-1"), Set.of("ImagingStudy", "Patient"), access, 10))
        .extracting(StoredResource::type).containsExactly("ImagingStudy");
  }

  @Test
  void goesWithTheCurrentVersion() {
    var first = resources.put(ours, patient("BN-1"));
    var next = patient("BN-2");
    next.setId(first.id());

    var second = resources.put(ours, next);

    assertThat(patients("BN-1")).isEmpty();
    assertThat(patients("BN-2")).containsExactly(second);
  }

  @Test
  void goesWithEachChangeOfMany() {
    var first = resources.put(ours, patient("BN-1"));
    var next = patient("BN-2");
    next.setId(first.id());
    var added = patient("BN-3");
    added.setId("new");
    var claimed = patient("BN-4");
    claimed.setId("claimed");

    database.inTransaction(() -> {
      var current = resources.lock(List.of(first.key(), new ResourceKey("Patient", "claimed")));
      resources.change(List.<Change>of(
          new Change.Put(ours, next, Optional.of(current.get(first.key())), true),
          new Change.Add(ours, added),
          new Change.Put(ours, claimed, Optional.empty(), true)));
    });

    assertThat(patients("BN-1")).isEmpty();
    assertThat(patients("BN-2", "BN-3", "BN-4")).hasSize(3);
  }

  @Test
  void takesWhatElseIsAnIdentifier() {
    var document = new DocumentReference().setMasterIdentifier(
        new Identifier().setSystem("urn:ietf:rfc:3986").setValue("urn:oid:1.2.3"));
    var stored = resources.put(ours, document);

    assertThat(identified.with(
        List.of("urn:oid:1.2.3"), Set.of("DocumentReference"), access, 10))
        .containsExactly(stored);
  }

  @Test
  void keepsNoValueFromBeingWritten() {
    var lengthy = "Ố".repeat(20_000);
    var stored = resources.put(ours, patient(lengthy, "{\"1\",2}", " "));

    assertThat(patients(lengthy)).containsExactly(stored);
    assertThat(patients("{\"1\",2}")).containsExactly(stored);
    assertThat(patients(" ")).containsExactly(stored);
  }

  @Test
  void findsWhatWasWrittenBeforeThereWereKeys() throws IOException {
    Resource document = new DocumentReference()
        .setMasterIdentifier(new Identifier().setValue("Số 1"))
        .addIdentifier(new Identifier().setValue("a\"b\\c"))
        .addIdentifier(new Identifier().setValue("2"));
    var stored = resources.put(ours, document);
    var plain = resources.put(ours, patient("Số 1"));
    database.jdbc().sql("UPDATE resource SET identifier_keys = NULL").update();
    assertThat(patients("Số 1")).isEmpty();

    database.jdbc().sql(backfill()).update();

    assertThat(patients("Số 1")).containsExactly(plain);
    for (var value : List.of("Số 1", "a\"b\\c", "2")) {
      assertThat(identified.with(List.of(value), Set.of("DocumentReference"), access, 10))
          .as(value).containsExactly(stored);
    }
  }

  /// The statements of the migration that read what is there.
  private static String backfill() throws IOException {
    try (InputStream file = Objects.requireNonNull(IdentifiedResourcesTest.class
        .getResourceAsStream("/db/migration/V165__identifier_keys.sql"))) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.substring(text.indexOf("CREATE FUNCTION"),
          text.indexOf("-- Without fastupdate"));
    }
  }
}
