package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.testkit.ExampleOrders;

@Timeout(120)
class OrderWriteTest {
  private static FhirTestServer server;

  private final IGenericClient client = server.client();

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String patient(String number) {
    return "Patient/" + server.patients.register(server.facility.id(),
        ExampleOrders.patient(number, HumanName.of("ĐẶNG", "THỊ", "HƯỜNG"))).fhirId();
  }

  private static ServiceRequest order(String number) {
    var request = new ServiceRequest().setStatus(ServiceRequestStatus.ACTIVE)
        .setIntent(ServiceRequestIntent.ORDER).setPriority(ServiceRequestPriority.STAT)
        .setSubject(new Reference(patient("P-" + number)))
        .setCode(new CodeableConcept().setText("CT ngực").addCoding(
            new Coding("http://loinc.org", "24627-2", "CT Chest")))
        .setOccurrence(new DateTimeType("2026-11-25T09:30:00+07:00"));
    request.addIdentifier(new Identifier().setSystem("urn:oid:1.2.3.4").setValue(number)
        .setType(type("PLAC")));
    request.addIdentifier(new Identifier().setValue("A-" + number).setType(type("ACSN")));
    request.addOrderDetail(new CodeableConcept().addCoding(
        new Coding("http://dicom.nema.org/resources/ontology/DCM", "CT", "")));
    request.addPerformer(new Reference().setType("Device")
        .setIdentifier(new Identifier().setValue("CT01")));
    request.addPerformer(new Reference().setDisplay("BS. Lê Mai"));
    request.setRequester(new Reference().setType("Practitioner").setDisplay("BS. Trần An"));
    return request;
  }

  private static CodeableConcept type(String code) {
    return new CodeableConcept().addCoding(
        new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", code, ""));
  }

  private ServiceRequest create(ServiceRequest request) {
    return (ServiceRequest) client.create().resource(request).execute().getResource();
  }

  /// Without the version, which HAPI's client would send as If-Match.
  private ServiceRequest update(ServiceRequest request) {
    request.setId(request.getIdElement().toUnqualifiedVersionless());
    request.setMeta(null);
    return (ServiceRequest) client.update().resource(request).execute().getResource();
  }

  private static List<String> steps(String accession) {
    return server.database.jdbc().sql("""
            SELECT s.status || ' ' || s.modality || ' ' || s.station_aes::text || ' ' || s.starts
              || ' ' || o.placer_value || ' ' || o.placer_system
            FROM scheduled_step s JOIN imaging_order o ON o.id = s.order_id
            WHERE o.accession_value = ? ORDER BY s.id""")
        .param(accession).query(String.class).list();
  }

  @Test
  void makesTheSameWorklistItemAsAnHl7Order() {
    var placed = create(order("10"));

    assertThat(steps("A-10")).containsExactly(
        "SCHEDULED CT {CT01} 2026-11-25 09:30:00 10 urn:oid:1.2.3.4");
    assertThat(placed.getIdPart()).isNotBlank();
    assertThat(placed.getMeta().getVersionId()).isEqualTo("1");
    assertThat(placed.getPriority()).isEqualTo(ServiceRequestPriority.STAT);
    assertThat(placed.getCode().getText()).isEqualTo("CT ngực");
    assertThat(placed.getIdentifier()).anyMatch(id -> "urn:dicom:uid".equals(id.getSystem()));
    assertThat(placed.getRequester().getDisplay()).isEqualTo("BS. Trần An");
  }

  @Test
  void numbersAnOrderThatBringsNoNumber() {
    var request = order("11");
    request.getIdentifier().clear();

    var placed = create(request);

    assertThat(placed.getIdentifier()).extracting(id -> id.getType().getCodingFirstRep().getCode())
        .contains("FILL", "ACSN");
  }

  @Test
  void movesStepsAsTheStatusSays() {
    var placed = create(order("12"));
    assertThat(update(placed.setOccurrence(new DateTimeType("2026-11-26T08:00:00+07:00")))
        .getMeta().getVersionId()).isEqualTo("2");
    assertThat(steps("A-12")).containsExactly(
        "SCHEDULED CT {CT01} 2026-11-26 08:00:00 12 urn:oid:1.2.3.4");

    assertThat(update(placed.setStatus(ServiceRequestStatus.ONHOLD)).getStatus())
        .isEqualTo(ServiceRequestStatus.ONHOLD);
    assertThat(update(placed.setStatus(ServiceRequestStatus.ACTIVE)).getStatus())
        .isEqualTo(ServiceRequestStatus.ACTIVE);
    assertThat(update(placed.setStatus(ServiceRequestStatus.REVOKED)).getStatus())
        .isEqualTo(ServiceRequestStatus.REVOKED);
    assertThat(steps("A-12")).allMatch(step -> step.startsWith("CANCELED"));
    assertThatThrownBy(() -> update(placed.setStatus(ServiceRequestStatus.ACTIVE)))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("the order can't be changed any more: its exam is CANCELED");
  }

  @Test
  void completesAndDiscontinuesWhatHasBegun() {
    var done = create(order("13"));
    assertThat(update(done.setStatus(ServiceRequestStatus.COMPLETED)).getStatus())
        .isEqualTo(ServiceRequestStatus.COMPLETED);
    assertThat(steps("A-13")).allMatch(step -> step.startsWith("COMPLETED"));

    var begun = create(order("14"));
    var order = server.orders.byFhirId(server.facility.id(), begun.getIdPart()).orElseThrow();
    server.orders.moveSteps(server.facility.id(), List.of(order.steps().getFirst().id()),
        StepStatus.STARTED);
    update(begun.setStatus(ServiceRequestStatus.REVOKED));
    assertThat(steps("A-14")).allMatch(step -> step.startsWith("DISCONTINUED"));
  }

  @Test
  void refusesWhatIsNoNewOrder() {
    create(order("15"));
    assertThatThrownBy(() -> create(order("15")))
        .isInstanceOf(ResourceVersionConflictException.class)
        .hasMessageContaining("an order of this number is here already");
    assertThatThrownBy(() -> create(order("16").setIntent(ServiceRequestIntent.PROPOSAL)))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> create(order("16").setStatus(ServiceRequestStatus.DRAFT)))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> create(order("16").setSubject(new Reference("Patient/none"))))
        .isInstanceOf(UnprocessableEntityException.class);
    assertThatThrownBy(() -> create((ServiceRequest) order("16").addIdentifier(new Identifier()
            .setSystem("urn:dicom:uid").setValue("urn:oid:not.a.uid"))))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("this can't be an order");
    assertThat(steps("A-16")).isEmpty();
  }

  @Test
  void keepsTheOrderWithItsPatientAndVersion() {
    var placed = create(order("17"));
    var elsewhere = placed.copy().setSubject(new Reference(patient("other")));
    assertThatThrownBy(() -> update(elsewhere))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("can't become another Patient");
    update(placed.copy().setPriority(ServiceRequestPriority.ROUTINE));
    assertThatThrownBy(() -> client.update().resource(placed)
        .withAdditionalHeader("If-Match", "W/\"1\"").execute())
        .hasMessageContaining("412");
  }
}
