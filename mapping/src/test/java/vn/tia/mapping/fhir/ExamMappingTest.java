package vn.tia.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderProgress;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.Visit;

class ExamMappingTest {
  private static final AuthoritySystems SYSTEMS =
      new AuthoritySystems("79001", "BVCR", "urn:oid:1.2.3");

  @Test void mapsAPatient() {
    var patient = new Patient(
        List.of(PatientIdentifier.local("0012345"),
            new PatientIdentifier("001099012345", Authority.ofNamespace("CCCD"), "NI")),
        HumanName.of("NGUYỄN", "VĂN", "AN"), Optional.of(PartialDate.ofYear(1957)), Sex.MALE,
        Optional.of("12 Lê Lợi, Huế"), List.of("0912345678"));

    assertThat(json(PatientMapping.toPatient("p1", patient, SYSTEMS))).isEqualTo("""
        {"resourceType":"Patient","id":"p1","identifier":[\
        {"use":"usual","type":{"coding":[\
        {"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},\
        "system":"urn:oid:1.2.3","value":"0012345"},\
        {"use":"official","type":{"coding":[\
        {"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"NI"}]},\
        "system":"http://fhir.ehealth.gov.vn/core/sid/national_id","value":"001099012345"}],\
        "name":[{"use":"official","text":"NGUYỄN VĂN AN","family":"NGUYỄN","given":["AN","VĂN"]}],\
        "telecom":[{"system":"phone","value":"0912345678"}],"gender":"male","birthDate":"1957",\
        "address":[{"text":"12 Lê Lợi, Huế"}]}""");
  }

  @Test void mapsAnOrder() {
    var numbers = new OrderNumbers(Optional.of(AssignedId.of("P1")), Optional.empty(),
        Optional.empty(), Optional.of(new AssignedId("A1", Authority.ofNamespace("RIS"))),
        Optional.of("1.2.3.4"));
    var requester = new Practitioner(Optional.of(AssignedId.of("D7")),
        HumanName.of("LÊ", "THỊ", "BÌNH"));
    var request = new Request(Optional.of(requester), Optional.empty(), List.of(),
        Optional.of(Instant.parse("2026-03-01T01:00:00Z")), Optional.empty(), Optional.empty());
    var procedure = new RequestedProcedure(Optional.empty(),
        List.of(Coded.of("CTSN", "CT sọ não", "99HIS")), Optional.of("CT sọ não"),
        Optional.empty(), List.of(Coded.of("S06", "Tổn thương nội sọ", "I10")), Optional.empty(),
        Priority.STAT, Optional.empty(), Optional.empty());
    var step = new ScheduledStep(Optional.of("S1"), Optional.empty(), Optional.of("CT"),
        List.of("CT1"), List.of(), Optional.empty(),
        Optional.of(Instant.parse("2026-03-01T02:30:00Z")), List.of(), List.of(),
        Optional.empty(), Optional.empty(), Optional.empty());
    var exam = new OrderedExam("o1", "p1", OrderProgress.ACTIVE,
        new OrderContent(numbers, PatientCondition.UNSAID, Visit.UNSAID, request, procedure),
        List.of(step));

    var mapping = new ServiceRequestMapping(SYSTEMS, ZoneId.of("Asia/Ho_Chi_Minh"));

    assertThat(json(mapping.toServiceRequest(exam))).isEqualTo("""
        {"resourceType":"ServiceRequest","id":"o1","identifier":[\
        {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203",\
        "code":"PLAC"}]},"system":"urn:oid:1.2.3","value":"P1"},\
        {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203",\
        "code":"ACSN"}]},"system":"urn:tia:authority:79001:RIS","value":"A1"},\
        {"system":"urn:dicom:uid","value":"urn:oid:1.2.3.4"}],\
        "status":"active","intent":"order","category":[{"coding":[\
        {"system":"http://snomed.info/sct","code":"363679005","display":"Imaging"}]}],\
        "priority":"stat","code":{"coding":[{"system":"urn:tia:codes:79001:99HIS",\
        "code":"CTSN","display":"CT sọ não"}],"text":"CT sọ não"},\
        "orderDetail":[{"coding":[\
        {"system":"http://dicom.nema.org/resources/ontology/DCM","code":"CT"}]}],\
        "subject":{"reference":"Patient/p1"},\
        "occurrenceDateTime":"2026-03-01T09:30:00+07:00","authoredOn":"2026-03-01T08:00:00+07:00",\
        "requester":{"reference":"Practitioner/7bb770b0-57d9-30df-9fb2-27b406fecbeb",\
        "type":"Practitioner","identifier":{"system":"urn:oid:1.2.3","value":"D7"},\
        "display":"LÊ THỊ BÌNH"},"reasonCode":[{"coding":[\
        {"system":"http://hl7.org/fhir/sid/icd-10","code":"S06",\
        "display":"Tổn thương nội sọ"}]}]}""");
  }

  private static String json(Resource resource) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
  }
}
