package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// The FHIR resources of an order, from MLLP into the records.
@Timeout(120)
class OrderResourcesTest {

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private static String order(String number) {
    return "MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ORM^O01|M-" + number + "|P|2.5.1\n"
        + "PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F\n"
        + "PV1|1|I|NGOAI^301^2||||BS01^TRẦN^ĐỨC^VĂN|BS02^LÊ^MAI" + "|".repeat(11)
        + "NV-77^^^BV01" + "|".repeat(25) + "20261123220000\n"
        + "IN1|1|BHYT^Bảo hiểm y tế^L|75^^^BHXH|BHXH Quảng Ngãi" + "|".repeat(8)
        + "20260101|20261231" + "|".repeat(23) + "DN4750123456789\n"
        + "ORC|NW|" + number + "|||||||20261124081400|||BS02^LÊ^MAI\n"
        + "OBR|1|" + number + "||CTN^CT ngực^99HIS\n";
  }

  private <T extends Resource> List<T> all(Class<T> type) {
    return listener.texts("SELECT json FROM resource WHERE resource_type = '"
            + type.getSimpleName() + "' ORDER BY last_updated, id").stream()
        .map(json -> FhirJson.decode(json, type)).toList();
  }

  @Test
  void writesAllThatAnOrderSays() {
    assertThat(listener.send(order("P-1"))).contains("MSA|AA");

    var request = all(ServiceRequest.class).getFirst();
    var task = all(Task.class).getFirst();
    var encounter = all(Encounter.class).getFirst();
    var coverage = all(Coverage.class).getFirst();
    String patient = request.getSubject().getReference();
    assertThat(task.getFocus().getReference()).isEqualTo("ServiceRequest/" + id(request));
    assertThat(task.getFor().getReference()).isEqualTo(patient);
    assertThat(task.getStatus()).isEqualTo(TaskStatus.ACCEPTED);
    assertThat(request.getEncounter().getReference()).isEqualTo("Encounter/" + id(encounter));
    assertThat(encounter.getClass_().getCode()).isEqualTo("IMP");
    assertThat(encounter.getSubject().getReference()).isEqualTo(patient);
    assertThat(encounter.getPeriod().getStartElement().getValueAsString())
        .isEqualTo("2026-11-23T22:00:00+07:00");
    assertThat(encounter.getParticipant()).hasSize(2);
    assertThat(request.getInsuranceFirstRep().getReference())
        .isEqualTo("Coverage/" + id(coverage));
    assertThat(coverage.getSubscriberId()).isEqualTo("DN4750123456789");
    assertThat(coverage.getBeneficiary().getReference()).isEqualTo(patient);
    assertThat(coverage.getPeriod().getEndElement().getValueAsString()).isEqualTo("2026-12-31");
    assertThat(all(Organization.class)).extracting(Organization::getName)
        .containsExactlyInAnyOrder("BV01", "BHXH Quảng Ngãi");
    assertThat(all(Practitioner.class)).extracting(one -> one.getNameFirstRep().getText())
        .containsExactlyInAnyOrder("LÊ MAI", "TRẦN VĂN ĐỨC");
    assertThat(request.getRequester().getReference()).isIn(
        all(Practitioner.class).stream().map(one -> "Practitioner/" + id(one)).toList());
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }

  @Test
  void writesWhatOrdersShareOnce() {
    listener.send(order("P-1"));
    listener.send(order("P-2"));

    assertThat(all(ServiceRequest.class)).hasSize(2);
    assertThat(all(Task.class)).hasSize(2);
    assertThat(all(Encounter.class)).hasSize(1);
    assertThat(all(Coverage.class)).hasSize(1);
    assertThat(all(Practitioner.class)).hasSize(2);
    assertThat(all(Organization.class)).hasSize(2);
    assertThat(listener.count("resource_history")).isZero();
  }

  @Test
  void followsTheOrderAndThePatient() {
    listener.send(order("P-1"));
    listener.send(order("P-1").replace("M-P-1", "M-2").replace("ORC|NW", "ORC|CA"));
    listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ADT^A40|M-3|P|2.5.1\n"
        + "PID|1||99^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ\nMRG|0012345^^^BV01^MR\n");

    String survivor = "Patient/" + listener.texts(
        "SELECT fhir_id::text FROM patient WHERE replaced_by IS NULL").getFirst();
    assertThat(all(Task.class)).allSatisfy(task -> {
      assertThat(task.getStatus()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.getFor().getReference()).isEqualTo(survivor);
    });
    assertThat(all(Encounter.class).getFirst().getSubject().getReference()).isEqualTo(survivor);
    assertThat(all(Coverage.class).getFirst().getBeneficiary().getReference())
        .isEqualTo(survivor);
  }

  @Test
  void tellsTwoHospitalsStaffApart() {
    listener.send(order("P-1"));
    listener.send(order("P-1").replace("|HIS|BV01|", "|HIS2|BV02|"));

    assertThat(all(Practitioner.class)).hasSize(4);
    assertThat(all(Encounter.class)).hasSize(2);
  }
}
