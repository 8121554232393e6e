package vn.tia.fhir.operations.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.operations.OperationsServer;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.testkit.ExampleOrders;

class PatientOperationsTest {
  private static final String OWN = "urn:oid:1.2.840.99999.1";
  private static final String NATIONAL = "http://fhir.ehealth.gov.vn/core/sid/national_id";

  private static FhirTestServer server;
  private static IGenericClient client;

  @BeforeAll
  static void start() {
    server = OperationsServer.open();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void isCertainOfANumberWithTheName() {
    var huong = register("M1", HumanName.of("Đặng", "Thị", "Hường"), "1990-05-17", "079190000001");
    register("M2", HumanName.of("Đặng", "Thị", "Hương"), "1991-01-01", "079190000002");

    var found = match(person("dang thi huong", "1990-05-17", NATIONAL, "079190000001"), false);

    assertThat(found).first().satisfies(one -> {
      assertThat(one.getResource().getIdElement().getIdPart()).isEqualTo(huong.fhirId());
      assertThat(grade(one)).isEqualTo("certain");
      assertThat(one.getSearch().getScore()).isEqualByComparingTo("1.00");
    });
    assertThat(found).extracting(PatientOperationsTest::grade).doesNotContain("certainly-not");
    assertThat(match(person("dang thi huong", "1990-05-17", NATIONAL, "079190000001"), true))
        .singleElement();
  }

  @Test
  void gradesADescriptionWithoutNumberByNameDateAndSex() {
    register("M3", HumanName.of("Trần", "Quốc", "Toản"), "1985-09-02", "079085000003");

    assertThat(match(person("TOAN TRAN QUOC", "1985-09-02"), false))
        .singleElement().satisfies(one -> assertThat(grade(one)).isEqualTo("probable"));
    // Day and month in the wrong places.
    assertThat(match(person("Trần Quốc Toản", "1985-02-09"), false))
        .singleElement().satisfies(one -> assertThat(grade(one)).isEqualTo("possible"));
    assertThat(match(person("Trần Quốc Toản", "1999-12-31"), false)).isEmpty();
    assertThat(match(person("TOAN TRAN QUOC", "1985-09-02"), true)).isEmpty();
    assertThatThrownBy(() -> match(new org.hl7.fhir.r4.model.Patient()
        .setActive(true), false))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("needs an identifier or a name");
  }

  @Test
  void findsNobodyOfAnotherFacility() {
    server.patients.register(server.stranger.id(), patient("X9",
        HumanName.of("Vũ", "Ẩn", "Danh"), "1970-01-01", "079070000009"));

    assertThat(match(person("Vũ Ẩn Danh", "1970-01-01", NATIONAL, "079070000009"), false))
        .isEmpty();
  }

  @Test
  void mergesWithAllThatBelongsToTheSource() {
    var source = register("A1", HumanName.of("Lê", "Văn", "Bảy"), "1960-02-03", "079060000011");
    var target = register("A2", HumanName.of("Lê", "Văn", "Bẩy"), "1960-02-03", "079060000012");
    server.orders.apply(server.facility.id(), ExampleOrders.headCt("P-A1").with(
        patient("A1", HumanName.of("Lê", "Văn", "Bảy"), "1960-02-03", "079060000011")).order());
    var observation = server.put(observation("Patient/" + source.fhirId(), "2026-01-05"));

    var preview = merge(reference(source), reference(target), true);
    assertThat(outcome(preview)).matches("\\d+ orders, studies and resources would follow .*");
    assertThat(resource(preview, "task", Task.class)).isEmpty();
    assertThat(read(source).hasLink()).isFalse();

    var done = merge(reference(source), reference(target), false);

    var result = resource(done, "result", org.hl7.fhir.r4.model.Patient.class).orElseThrow();
    assertThat(result.getIdElement().getIdPart()).isEqualTo(target.fhirId());
    assertThat(result.getLinkFirstRep().getOther().getReference())
        .isEqualTo("Patient/" + source.fhirId());
    assertThat(read(source).getLinkFirstRep().getType().toCode()).isEqualTo("replaced-by");
    assertThat(client.read().resource(Observation.class).withId(observation.id()).execute()
        .getSubject().getReference()).isEqualTo("Patient/" + target.fhirId());
    server.settle();
    assertThat(client.search().forResource(ServiceRequest.class)
        .where(ServiceRequest.SUBJECT.hasId("Patient/" + target.fhirId()))
        .returnBundle(Bundle.class).execute().getEntry()).hasSize(1);
    var task = resource(done, "task", Task.class).orElseThrow();
    assertThat(client.read().resource(Task.class).withId(task.getIdElement().getIdPart())
        .execute().getStatus().toCode()).isEqualTo("completed");

    assertThatThrownBy(() -> merge(reference(source), reference(target), false))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("the source was already merged");
    assertThatThrownBy(() -> merge(reference(target), reference(source), false))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("the target was already merged");
  }

  @Test
  void mergesByNumbersAndRefusesWhatIsNoPair() {
    var source = register("B1", HumanName.of("Phạm", "", "Ba"), "1950-01-01", "079050000021");
    var target = register("B2", HumanName.of("Phạm", "", "Ba"), "1950-01-01", "079050000022");

    assertThatThrownBy(() -> merge(reference(source), reference(source), false))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("are the same record");
    assertThatThrownBy(() -> merge(new Reference("Patient/" + UUID.randomUUID()),
        reference(target), false))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("the source is no Patient of this server");

    var parameters = new Parameters();
    parameters.addParameter().setName("source-patient-identifier")
        .setValue(new Identifier().setSystem(OWN).setValue("B1"));
    parameters.addParameter().setName("target-patient-identifier")
        .setValue(new Identifier().setSystem(OWN).setValue("B2"));
    var done = client.operation().onType(org.hl7.fhir.r4.model.Patient.class).named("$merge")
        .withParameters(parameters).execute();
    assertThat(resource(done, "result", org.hl7.fhir.r4.model.Patient.class).orElseThrow()
        .getIdElement().getIdPart()).isEqualTo(target.fhirId());
  }

  @Test
  void answersEverythingOfAPatientInPages() {
    var patient = register("E1", HumanName.of("Ngô", "", "Quyền"), "1980-01-01", "079080000031");
    var other = register("E2", HumanName.of("Ngô", "", "Quyền"), "1981-01-01", "079081000032");
    var doctor = server.put(new Practitioner().addName(
        new org.hl7.fhir.r4.model.HumanName().setText("BS. An")));
    for (int day = 1; day <= 5; day++) {
      server.put(observation("Patient/" + patient.fhirId(), "2026-01-0" + day)
          .addPerformer(new Reference("Practitioner/" + doctor.id())));
    }
    server.put(observation("Patient/" + other.fhirId(), "2026-01-01"));

    var whole = everything(patient, new Parameters());
    assertThat(types(whole)).containsExactly("Patient/match", "Observation/match",
        "Observation/match", "Observation/match", "Observation/match", "Observation/match",
        "Practitioner/include");
    assertThat(whole.getTotal()).isEqualTo(6);
    assertThat(whole.getLink("next")).isNull();

    var page = everything(patient, parameters("_count", new IntegerType(4)));
    assertThat(types(page)).hasSize(5);
    var rest = client.loadPage().next(page).execute();
    assertThat(types(rest)).containsExactly("Observation/match", "Observation/match",
        "Practitioner/include");
    assertThat(rest.getLink("next")).isNull();
    assertThat(ids(page)).doesNotContainAnyElementsOf(
        ids(rest).stream().filter(id -> id.startsWith("Observation")).toList());

    assertThat(types(everything(patient, parameters("start", new StringType("2026-01-02"),
        "end", new StringType("2026-01-03"), "_type", new CodeType("Observation")))))
        .containsExactly("Observation/match", "Observation/match");
    assertThat(types(everything(patient, parameters("_since", new StringType("2090-01-01")))))
        .containsExactly("Patient/match");
  }

  @Test
  void answersEverythingOfAllPatientsInPages() {
    try (var own = OperationsServer.open()) {
      var first = own.patients.register(own.facility.id(), patient("G1",
          HumanName.of("Phan", "Bội", "Châu"), "1980-01-01", "079080000051"));
      var second = own.patients.register(own.facility.id(), patient("G2",
          HumanName.of("Phan", "Châu", "Trinh"), "1981-01-01", "079081000052"));
      own.patients.register(own.stranger.id(), patient("G3",
          HumanName.of("Người", "", "Lạ"), "1981-01-01", "079081000053"));
      var doctor = own.put(new Practitioner().setActive(true));
      for (int day = 1; day <= 3; day++) {
        own.put(observation("Patient/" + first.fhirId(), "2026-01-0" + day)
            .addPerformer(new Reference("Practitioner/" + doctor.id())));
      }
      own.put(observation("Patient/" + second.fhirId(), "2026-01-01"));
      var ofNobody = own.put(observation("Device/none", "2026-01-01").setSubject(null)
          .addPerformer(new Reference("Practitioner/" + doctor.id())));

      var seen = new ArrayList<String>();
      var page = own.client().operation().onType(org.hl7.fhir.r4.model.Patient.class)
          .named("$everything").withParameters(parameters("_count", new IntegerType(2)))
          .useHttpGet().returnResourceType(Bundle.class).execute();
      seen.addAll(ids(page));
      while (page.getLink("next") != null) {
        page = own.client().loadPage().next(page).execute();
        seen.addAll(ids(page));
      }

      assertThat(seen.stream().filter(id -> !id.startsWith("Practitioner"))).hasSize(6)
          .doesNotHaveDuplicates().startsWith(seen.get(0), seen.get(1))
          .contains("Patient/" + first.fhirId(), "Patient/" + second.fhirId())
          .doesNotContain(ofNobody.key().toString());
      assertThat(seen).contains("Practitioner/" + doctor.id());
    }
  }

  @Test
  void answersEverythingOfAnEncounterAndOfNobodyElse() {
    var patient = register("F1", HumanName.of("Lý", "Thái", "Tổ"), "1980-01-01", "079080000041");
    var encounter = new org.hl7.fhir.r4.model.Encounter()
        .setStatus(org.hl7.fhir.r4.model.Encounter.EncounterStatus.FINISHED)
        .setSubject(new Reference("Patient/" + patient.fhirId()));
    encounter.getClass_().setCode("IMP");
    var stay = server.put(encounter);
    server.put(observation("Patient/" + patient.fhirId(), "2026-01-01")
        .setEncounter(new Reference("Encounter/" + stay.id())));
    server.put(observation("Patient/" + patient.fhirId(), "2026-01-02"));

    var found = client.operation().onInstance("Encounter/" + stay.id()).named("$everything")
        .withNoParameters(Parameters.class).useHttpGet().returnResourceType(Bundle.class)
        .execute();

    assertThat(types(found)).containsExactly(
        "Encounter/match", "Observation/match", "Patient/include");
    var stranger = server.patients.register(server.stranger.id(), patient("Z1",
        HumanName.of("Người", "", "Lạ"), "1980-01-01", "079080000042"));
    assertThatThrownBy(() -> everything(stranger, new Parameters()))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private static StoredPatient register(
      String number, HumanName name, String born, String nationalId) {
    return server.patients.register(
        server.facility.id(), patient(number, name, born, nationalId));
  }

  private static Patient patient(
      String number, HumanName name, String born, String nationalId) {
    return Patient.of(List.of(PatientIdentifier.local(number),
            new PatientIdentifier(nationalId, Authority.UNSAID, PatientIdentifier.NATIONAL_ID)),
        name, Optional.of(PartialDate.parse(born)), Sex.FEMALE);
  }

  private static org.hl7.fhir.r4.model.Patient person(String name, String born) {
    var patient = new org.hl7.fhir.r4.model.Patient();
    patient.addName().setText(name);
    patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType(born));
    patient.setGender(org.hl7.fhir.r4.model.Enumerations.AdministrativeGender.FEMALE);
    return patient;
  }

  private static org.hl7.fhir.r4.model.Patient person(
      String name, String born, String system, String value) {
    var patient = person(name, born);
    patient.addIdentifier().setSystem(system).setValue(value);
    return patient;
  }

  private static List<BundleEntryComponent> match(
      org.hl7.fhir.r4.model.Patient asked, boolean onlyCertain) {
    var parameters = parameters("onlyCertainMatches", new BooleanType(onlyCertain));
    parameters.addParameter().setName("resource").setResource(asked);
    return client.operation().onType(org.hl7.fhir.r4.model.Patient.class).named("$match")
        .withParameters(parameters).returnResourceType(Bundle.class).execute().getEntry();
  }

  private static String grade(BundleEntryComponent entry) {
    return entry.getSearch().getExtensionFirstRep().getValue().primitiveValue();
  }

  private static Parameters merge(Reference source, Reference target, boolean preview) {
    return client.operation().onType(org.hl7.fhir.r4.model.Patient.class).named("$merge")
        .withParameters(parameters("source-patient", source, "target-patient", target,
            "preview", new BooleanType(preview))).execute();
  }

  private static Bundle everything(StoredPatient patient, Parameters parameters) {
    return client.operation().onInstance("Patient/" + patient.fhirId()).named("$everything")
        .withParameters(parameters).useHttpGet().returnResourceType(Bundle.class).execute();
  }

  private static Parameters parameters(Object... namesAndValues) {
    var parameters = new Parameters();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.addParameter().setName((String) namesAndValues[i])
          .setValue((org.hl7.fhir.r4.model.Type) namesAndValues[i + 1]);
    }
    return parameters;
  }

  private static Reference reference(StoredPatient patient) {
    return new Reference("Patient/" + patient.fhirId());
  }

  private static org.hl7.fhir.r4.model.Patient read(StoredPatient patient) {
    return client.read().resource(org.hl7.fhir.r4.model.Patient.class)
        .withId(patient.fhirId()).execute();
  }

  private static String outcome(Parameters answer) {
    return resource(answer, "outcome", OperationOutcome.class).orElseThrow()
        .getIssueFirstRep().getDiagnostics();
  }

  private static <T extends Resource> Optional<T> resource(
      Parameters answer, String name, Class<T> type) {
    return answer.getParameter().stream().filter(one -> one.getName().equals(name))
        .map(one -> type.cast(one.getResource())).findFirst();
  }

  private static Observation observation(String patient, String date) {
    return new Observation().setStatus(ObservationStatus.FINAL)
        .setCode(new CodeableConcept().setText("Cân nặng"))
        .setSubject(new Reference(patient)).setEffective(new DateTimeType(date));
  }

  private static List<String> types(Bundle bundle) {
    return bundle.getEntry().stream().map(entry -> entry.getResource().fhirType() + "/"
        + entry.getSearch().getMode().toCode()).toList();
  }

  private static List<String> ids(Bundle bundle) {
    return bundle.getEntry().stream().map(entry -> entry.getResource().fhirType() + "/"
        + entry.getResource().getIdElement().getIdPart()).toList();
  }
}
