package vn.tia.records.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

class PatientsTest {
  private static final HumanName AN = HumanName.of("NGUYỄN", "VĂN", "AN");
  private static final PatientIdentifier NATIONAL =
      new PatientIdentifier("001099012345", Authority.UNSAID, PatientIdentifier.NATIONAL_ID);

  private final Database database = TestDatabase.fresh();
  private final Resources resources =
      new Resources(database, new Outbox(database), Clock.systemUTC());
  private final Patients patients = new Patients(database, new Facilities(database), resources);
  private final Facility first = TestFacilities.first(database);
  private final Facility second = TestFacilities.second(database);

  @AfterEach void close() {
    database.close();
  }

  @Test void findsAPatientAgainByTheirNumber() {
    var made = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));
    var again = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));

    assertThat(again).isEqualTo(made);
    assertThat(versions(made)).isEqualTo(1);
  }

  @Test void keepsTheSameNumberOfTwoFacilitiesApart() {
    var here = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));
    var there = patients.register(second.id(), patient(AN, PatientIdentifier.local("123")));

    assertThat(there.id()).isNotEqualTo(here.id());
    assertThat(there.fhirId()).isNotEqualTo(here.fhirId());
  }

  @Test void neverFusesAcrossFacilitiesByTheNationalId() {
    var here = patients.register(first.id(), patient(AN, NATIONAL));
    var there = patients.register(second.id(), patient(AN, NATIONAL));

    assertThat(there.id()).isNotEqualTo(here.id());
  }

  @Test void keepsTwoRecordNumbersApartThatShareANationalId() {
    var one = patients.register(first.id(),
        patient(AN, PatientIdentifier.local("1"), NATIONAL));
    var other = patients.register(first.id(),
        patient(AN, PatientIdentifier.local("2"), NATIONAL));

    assertThat(other.id()).isNotEqualTo(one.id());
    assertThat(other.patient().identifiers()).contains(NATIONAL);
    assertThat(patients.byIdentifier(first.id(), NATIONAL)).contains(one);
  }

  @Test void givesARecordNumberToAPatientKnownByNationalIdAlone() {
    var before = patients.register(first.id(), patient(AN, NATIONAL));
    var after = patients.register(first.id(), patient(AN, PatientIdentifier.local("7"), NATIONAL));

    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.patient().identifiers())
        .containsExactly(NATIONAL, PatientIdentifier.local("7"));
    assertThat(patients.byIdentifier(first.id(), PatientIdentifier.local("7"))).contains(after);
  }

  @Test void fusesNobodyByWhatIsTypedWhereThereIsNoNationalId() {
    for (var typed : List.of("0", "000000000000", "999999999999", "12345")) {
      var nobody = new PatientIdentifier(typed, Authority.UNSAID, PatientIdentifier.NATIONAL_ID);

      var one = patients.register(first.id(), patient(AN, nobody));
      var other = patients.register(first.id(), patient(HumanName.of("LÊ", "", "BA"), nobody));

      assertThat(other.id()).isNotEqualTo(one.id());
    }
  }

  @Test void linksByTheNationalIdWhereNothingSpeaksAgainstIt() {
    var known = patients.register(first.id(), patient(AN, PatientIdentifier.local("7"), NATIONAL));

    assertThat(patients.register(first.id(), patient(AN, NATIONAL)).id()).isEqualTo(known.id());
  }

  @Test void keepsDifferentAuthoritiesApart() {
    var own = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));
    var lab = patients.register(first.id(),
        patient(AN, PatientIdentifier.local("123", Authority.ofNamespace("LAB"))));
    var saidSo = patients.register(first.id(),
        patient(AN, PatientIdentifier.local("123", Authority.ofNamespace("BV01"))));

    assertThat(lab.id()).isNotEqualTo(own.id());
    assertThat(saidSo.id()).isEqualTo(own.id());
  }

  @Test void takesNothingFromAnImageOnceAHisHasSpoken() {
    var registered = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));
    var seen = patients.findOrCreate(first.id(), Patient.of(
        List.of(PatientIdentifier.local("123"), NATIONAL), HumanName.of("TEST", "", ""),
        Optional.of(PartialDate.ofYear(1900)), Sex.FEMALE));

    assertThat(seen).isEqualTo(registered);
  }

  @Test void givesAPatientKnownByImagesTheNameThatTheHisSays() {
    var seen = patients.findOrCreate(first.id(),
        patient(HumanName.of("NGUYEN VAN AN", "", ""), PatientIdentifier.local("123")));
    var registered = patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));

    assertThat(registered.id()).isEqualTo(seen.id());
    assertThat(registered.fhirId()).isEqualTo(seen.fhirId());
    assertThat(registered.patient().name()).isEqualTo(AN);
    assertThat(versions(registered)).isEqualTo(2);
  }

  @Test void losesNothingToAMessageThatSaysLess() {
    var whole = patients.register(first.id(), new Patient(
        List.of(PatientIdentifier.local("123"), NATIONAL), AN,
        Optional.of(PartialDate.parse("19570321")), Sex.MALE, Optional.of("Huế"), List.of("09")));
    var after = patients.register(first.id(), Patient.of(List.of(PatientIdentifier.local("123")),
        HumanName.UNKNOWN, Optional.of(PartialDate.ofYear(1957)), Sex.UNKNOWN));

    assertThat(after).isEqualTo(whole);
  }

  @Test void givesATemporaryNumberThatCanNeverLookLikeANationalId() {
    var one = patients.findOrCreate(first.id(), patient(AN));
    var other = patients.findOrCreate(first.id(), patient(AN));

    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.patient().identifiers()).singleElement().satisfies(number -> {
      assertThat(number.typeCode()).isEqualTo("TEMP");
      assertThat(number.value()).matches("TEMP-[A-Z]{12}");
    });
  }

  @Test void makesOneRowOfAPatientWhomManyNameAtOnce() throws Exception {
    var start = new CyclicBarrier(8);
    Callable<Long> naming = () -> {
      start.await();
      return patients.register(first.id(),
          patient(AN, PatientIdentifier.local("123"), NATIONAL)).id();
    };

    var ids = new HashSet<Long>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = IntStream.range(0, 8).mapToObj(_ -> threads.submit(naming)).toList();
      for (var future : futures) {
        ids.add(future.get());
      }
    }

    assertThat(ids).hasSize(1);
    assertThat(database.jdbc().sql("SELECT count(*) FROM patient").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test void writesTheFhirPatientInTheSameTransaction() {
    try {
      database.inTransaction(() -> {
        patients.register(first.id(), patient(AN, PatientIdentifier.local("123")));
        throw new IllegalStateException("the message fails later");
      });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("the message fails later");
    }

    assertThat(database.jdbc().sql("SELECT count(*) FROM patient").query(Integer.class).single())
        .isZero();
    assertThat(database.jdbc().sql("SELECT count(*) FROM resource").query(Integer.class).single())
        .isZero();
  }

  private int versions(StoredPatient patient) {
    return resources.history(new ResourceKey("Patient", patient.fhirId()), Access.to(first.id()))
        .size();
  }

  private static Patient patient(HumanName name, PatientIdentifier... identifiers) {
    return Patient.of(List.of(identifiers), name, Optional.of(PartialDate.parse("19570321")),
        Sex.MALE);
  }
}
