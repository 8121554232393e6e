package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.ReadSettings.AcknowledgementMode;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.facilities.FacilityProfile;

/// What becomes of messages of other projects, read by hand beside it: each value of the message
/// that has a place here stands in it.
@Timeout(180)
class KnownAnswersTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("tia.root", ".")).resolve("../shared/data/hl7");

  private static Listener after(String... files) throws IOException {
    var read = ReadSettings.DEFAULT.with(LineEnds.CR_OR_LF).with(Misdeclared.READ_AS_UTF_8)
        .with(AcknowledgementMode.ORIGINAL);
    var listener = Listener.with(new ReceiveSettings(Map.of("BV01", new ReceiveSettings.Site(
        read, OrderSite.standard(FacilityProfile.ZONE))), Set.of("P")), "*|*");
    for (var file : files) {
      assumeTrue(Files.exists(FOLDER.resolve(file)), file + " is not at ../shared/data/hl7");
      assertThat(new String(listener.send(Files.readAllBytes(FOLDER.resolve(file)))))
          .as(file).contains("\rMSA|AA|");
    }
    return listener;
  }

  /// A value of each resource of a type, by its path in the JSON, `-` where there is none.
  private static List<String> of(Listener listener, String type, String path) {
    return listener.texts("SELECT coalesce(json::jsonb #>> '{" + path.replace('.', ',')
        + "}', '-') FROM resource WHERE resource_type = '" + type
        + "' AND NOT deleted ORDER BY 1");
  }

  private static void assertOne(Listener listener, String type, Map<String, String> values) {
    values.forEach((path, value) ->
        assertThat(of(listener, type, path)).as(type + "." + path).containsExactly(value));
  }

  @Test
  void placesAnOrderForACtOfTheAbdomen() throws IOException {
    try (var listener = after("index-snippets/OMG_O19-ct-abdomen.hl7")) {
      assertOne(listener, "Patient", Map.of("identifier.0.value", "MRN883721",
          "name.0.family", "CHEN", "name.0.given.0", "ROBERT", "name.0.given.1", "W",
          "gender", "male", "birthDate", "1977-08-14", "telecom.0.value", "5035558234",
          "address.0.text", "567 MAPLE DR, PORTLAND, OR, 97201"));
      assertOne(listener, "ServiceRequest", Map.of("status", "active", "priority", "routine",
          "identifier.0.value", "ORD55912", "requisition.value", "GRP001",
          "code.coding.0.code", "74178", "code.text", "CT ABD AND PELVIS WITH IV CONTRAST",
          "authoredOn", "2024-02-20T10:30:00+07:00", "requester.display", "PARK M LISA",
          "note.0.text", "Patient reports intermittent abdominal pain for 2 weeks. "
              + "R/O appendicitis vs diverticulitis."));
      assertThat(listener.texts("SELECT content ->> 'description' FROM scheduled_step"))
          .containsExactly("CT ABD AND PELVIS WITH IV CONTRAST");
    }
  }

  @Test
  void placesATeleradiologyOrderInUtf8() throws IOException {
    try (var listener = after("ans-teleradiology/exemples-01-ORM_O01.hl7")) {
      assertOne(listener, "Patient", Map.of("identifier.0.value", "279035121518989",
          "identifier.0.system", "urn:oid:1.2.250.1.213.1.4.10", "name.0.family", "PAT-TROIS",
          "name.0.given.0", "DOMINIQUE", "gender", "female", "birthDate", "1979-03-28"));
      assertOne(listener, "ServiceRequest", Map.of("identifier.0.value", "OPN101",
          "identifier.0.system", "urn:oid:1.2.250.1.748.12345678.12",
          "code.text", "Transmission d’une demande d’examen d'imagerie",
          "requester.identifier.value", "801234567897",
          "requester.identifier.system", "urn:oid:1.2.250.1.71.4.2.1"));
      assertOne(listener, "Encounter", Map.of("identifier.0.value", "000897406",
          "class.code", "AMB", "period.start", "2026-01-03T13:44:18+07:00"));
      assertThat(listener.texts("""
          SELECT concat_ws(' ', c ->> 'weightKg', c ->> 'heightM', c ->> 'pregnancy')
          FROM imaging_order, jsonb_extract_path(content, 'condition') AS c"""))
          .containsExactly("68 1.7 NOT_PREGNANT");
    }
  }

  @Test
  void knowsAPersonByTheNumbersBeforeToo() throws IOException {
    try (var listener = after("dcm4che/ADT^A31-UpdatePersonInfo.hl7",
        "dcm4che/ADT^A40-PatientMerge.hl7", "dcm4che/ADT^A47-ChangePatientID.hl7")) {
      assertThat(of(listener, "Patient", "name.0.text"))
          .containsExactly("Smith Mark Lucy", "Smith Mark Lucy");
      assertThat(of(listener, "Patient", "identifier.0.value"))
          .containsExactly("NEW_PID_1", "PID_1");
      assertThat(of(listener, "Patient", "identifier.1.value")).containsExactly("-", "OLD_PID_1");
      assertThat(of(listener, "Patient", "identifier.1.use")).containsExactly("-", "old");
      assertThat(of(listener, "Patient", "birthDate"))
          .containsExactly("2014-10-14", "2014-10-14");
    }
  }

  @Test
  void admitsByTheLegalNameAndTheWholeAddress() throws IOException {
    try (var listener = after("ms-fhir-converter/ADT-A01-01.hl7")) {
      assertOne(listener, "Patient", Map.of("identifier.0.value", "PATID1234",
          "identifier.1.value", "123456789", "name.0.family", "Josh",
          "name.0.given.0", "stanley", "gender", "male", "birthDate", "1988-08-18",
          "address.0.text", "1000 Hospital Lane, Ste. 123, Ann Arbor, MI, 99999, USA",
          "telecom.0.value", "78788788", "telecom.3.value", "1111"));
      assertOne(listener, "Encounter", Map.of("identifier.0.value", "40007716",
          "class.code", "PRENC", "participant.0.individual.display", "Alaz Mahi Mohammed"));
      assertOne(listener, "AllergyIntolerance", Map.of("code.text", "PENICILLIN",
          "onsetDateTime", "2021-08-24", "reaction.0.manifestation.0.text", "CODE16"));
      assertOne(listener, "Condition", Map.of("code.coding.0.code", "422504002"));
    }
  }

  @Test
  void keepsAReportWithAllItsFindings() throws IOException {
    try (var listener = after("dcm4che/ORU^R01-SR.hl7")) {
      assertOne(listener, "DiagnosticReport", Map.of("status", "final",
          "identifier.0.value", "FillerOrderNumberImagingServiceRequest",
          "code.coding.0.code", "10637-7", "effectiveDateTime", "2022-03-24T19:30:57+07:00",
          "resultsInterpreter.0.display",
          "VerifyingObserverFN VerifyingObserverMN VerifyingObserverGN"));
      assertThat(of(listener, "Observation", "valueString")).contains("4mmx6mm", "5mmx7mm",
          "The right kidney is slightly enlarged, but otherwise normal",
          "There is a small mass in the left lung measuring approximately 3mmx2mm.");
      assertThat(of(listener, "Observation", "interpretation.0.coding.0.code"))
          .contains("N", "A", "AA");
    }
  }

  @Test
  void keepsALaboratoryResult() throws IOException {
    try (var listener = after("aidbox-example/fixtures/hl7v2/oru-r01/base.hl7")) {
      assertOne(listener, "Patient", Map.of("identifier.0.value", "TEST-0001",
          "name.0.family", "TESTPATIENT", "birthDate", "2000-01-01"));
      assertOne(listener, "DiagnosticReport", Map.of("category.0.coding.0.code", "LAB",
          "code.text", "JAK 2 MUTATION", "identifier.0.value", "26H-006MP0004",
          "issued", "2026-01-06T10:14:11.000+00:00"));
      assertThat(of(listener, "Observation", "code.coding.1.code"))
          .containsExactly("46342-2", "81246-9");
      assertThat(of(listener, "Observation", "valueString")).containsExactly("-", "Detected");
      assertThat(of(listener, "Observation", "valueQuantity.value")).containsExactly("-", "1.0");
    }
  }

  @Test
  void keepsAnAppointmentInItsOffset() throws IOException {
    try (var listener = after("ms-fhir-converter/SIU-S12-01.hl7")) {
      assertOne(listener, "Appointment", Map.of("status", "booked",
          "identifier.0.value", "12345", "identifier.1.value", "36996",
          "start", "2021-09-24T07:15:00.000+00:00", "end", "2021-09-24T08:05:00.000+00:00",
          "serviceType.0.coding.0.code", "76164006",
          "participant.1.actor.display", "GE C Robert"));
    }
  }
}
