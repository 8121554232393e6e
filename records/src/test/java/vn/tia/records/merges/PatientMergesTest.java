package vn.tia.records.merges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Replacement;
import vn.tia.records.patients.ReplaceOutcome;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.workitems.StoredWorkitem;
import vn.tia.records.workitems.WorkitemState;
import vn.tia.records.workitems.Workitems;

class PatientMergesTest {
  private final MergeCase hospital = new MergeCase();

  @AfterEach void close() {
    hospital.close();
  }

  private static String reference(StoredPatient patient) {
    return "Patient/" + patient.fhirId();
  }

  private Patient fhir(StoredPatient patient) {
    return hospital.resource(Patient.class, patient.fhirId());
  }

  private static List<String> links(Patient patient) {
    return patient.getLink().stream()
        .map(link -> link.getType().toCode() + " " + link.getOther().getReference()).toList();
  }

  @Test void bringsOrderWorklistStudyAndResourcesToTheSurvivor() {
    var old = hospital.register("OLD", "OANH");
    var survivor = hospital.register("NEW", "NGA");
    var order = hospital.order("P-1", "OLD");
    hospital.image("OLD");
    var report = new DiagnosticReport().setSubject(new Reference(reference(old)));
    var reportId = hospital.records.resources().put(hospital.facility, report).id();
    hospital.project();

    assertThat(hospital.merge("OLD", "NEW")).isInstanceOf(ReplaceOutcome.Done.class);
    hospital.project();

    assertThat(hospital.resource(ServiceRequest.class, order.fhirId()).getSubject().getReference())
        .isEqualTo(reference(survivor));
    assertThat(hospital.resource(DiagnosticReport.class, reportId).getSubject().getReference())
        .isEqualTo(reference(survivor));
    assertThat(hospital.texts("SELECT json::json -> 'subject' ->> 'reference' FROM resource "
        + "WHERE resource_type = 'ImagingStudy'")).containsExactly(reference(survivor));
    assertThat(hospital.worklist("NEW")).hasSize(1)
        .isEqualTo(hospital.worklist("OLD"))
        .allSatisfy(one -> assertThat(one.name().text()).isEqualTo("TRẦN THỊ NGA"));
    assertThat(hospital.studies(Tags.PATIENT_ID, "NEW")).hasSize(1)
        .isEqualTo(hospital.studies(Tags.PATIENT_ID, "OLD"))
        .extracting((Dataset one) -> one.string(Tags.PATIENT_ID).orElseThrow(),
            (Dataset one) -> one.string(Tags.PATIENT_NAME).orElseThrow())
        .containsExactly(tuple("NEW", "TRẦN^NGA^THỊ"));
  }

  @Test void linksBothPatientsAndKeepsTheOldNumberFindable() {
    var old = hospital.register("OLD", "OANH");
    var survivor = hospital.register("NEW", "NGA");

    hospital.merge("OLD", "NEW");

    assertThat(fhir(old).getActive()).isFalse();
    assertThat(fhir(old).getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY);
    assertThat(links(fhir(old))).containsExactly("replaced-by " + reference(survivor));
    assertThat(links(fhir(survivor))).containsExactly("replaces " + reference(old));
    assertThat(fhir(survivor).hasActive()).isFalse();
    assertThat(fhir(survivor).getIdentifier()).extracting(Identifier::getValue,
        Identifier::getUse).containsExactly(
            tuple("NEW", IdentifierUse.USUAL),
            tuple("OLD", IdentifierUse.OLD));
    assertThat(hospital.texts("SELECT action || ': ' || target FROM audit")).containsExactly(
        "merge: patient row " + old.id() + " into row " + survivor.id());
  }

  @Test void storesLateImagesAndOrdersOfTheOldNumberWithTheSurvivor() {
    hospital.register("OLD", "OANH");
    var survivor = hospital.register("NEW", "NGA");
    hospital.merge("OLD", "NEW");

    hospital.image("OLD");
    var order = hospital.order("P-1", "OLD");

    assertThat(order.patientId()).isEqualTo(survivor.id());
    assertThat(hospital.owners("study")).containsExactly(survivor.id());
    assertThat(hospital.find("NEW").patient()).isEqualTo(survivor.patient());
  }

  @Test void letsTheOldNumberOverwriteNothing() {
    hospital.register("OLD", "OANH");
    hospital.register("NEW", "NGA");
    hospital.merge("OLD", "NEW");

    hospital.register("OLD", "OANH");

    assertThat(hospital.find("OLD").patient()).isEqualTo(MergeCase.patient("NEW", "NGA"));
  }

  @Test void answersStudyQueriesWithWhatTheHisCorrected() {
    hospital.register("1", "OANH");
    hospital.image("1");

    hospital.register("1", "OANH SỬA");

    assertThat(hospital.studies(Tags.PATIENT_NAME, "sua")).singleElement().satisfies(study -> {
      assertThat(study.string(Tags.PATIENT_NAME)).contains("TRẦN^OANH SỬA^THỊ");
      assertThat(study.string(Tags.PATIENT_SEX)).contains("F");
      assertThat(study.string(Tags.PATIENT_ID)).contains("1");
    });
  }

  @Test void followsChains() {
    var a = hospital.register("A", "AN");
    hospital.register("B", "BÌNH");
    var c = hospital.register("C", "CÚC");
    hospital.image("A");

    hospital.merge("A", "B");
    hospital.merge("B", "C");

    assertThat(List.of(hospital.find("A").id(), hospital.find("B").id()))
        .containsOnly(c.id());
    assertThat(hospital.owners("study")).containsExactly(c.id());
    assertThat(hospital.records.patients().byFhirId(hospital.facility, a.fhirId()))
        .contains(hospital.find("C"));
    assertThat(hospital.merge("C", "A")).isEqualTo(new ReplaceOutcome.Loop());
    assertThat(hospital.merge("B", "A")).isEqualTo(new ReplaceOutcome.Loop());
    assertThat(hospital.merge("A", "C")).isInstanceOf(ReplaceOutcome.Done.class);
  }

  @Test void refusesWhatWouldMergeNobodyOrAStranger() {
    hospital.register("A", "AN");
    hospital.register("B", "BÌNH");
    hospital.register("C", "CÚC");
    hospital.merge("A", "B");
    var before = hospital.texts("SELECT version || json FROM resource ORDER BY id");

    assertThat(hospital.merge("B", "B")).isEqualTo(new ReplaceOutcome.SameNumbers());
    assertThat(hospital.merge("A", "C")).isEqualTo(new ReplaceOutcome.AlreadyReplaced());
    assertThat(hospital.merge("B", "A")).isEqualTo(new ReplaceOutcome.Loop());
    assertThat(hospital.renumber("B", "C")).isEqualTo(new ReplaceOutcome.TakenNumber());
    var second = Authority.ofNamespace(hospital.records.second().namespace());
    for (var kind : Replacement.Kind.values()) {
      assertThat(hospital.records.merges().apply(hospital.facility, new Replacement(kind,
          MergeCase.patient("", PatientIdentifier.local("77", second)),
          List.of(PatientIdentifier.local("B"))), "HIS"))
          .isEqualTo(new ReplaceOutcome.ForeignNumber());
      assertThat(hospital.records.merges().apply(hospital.facility, new Replacement(kind,
          MergeCase.patient("B", ""),
          List.of(PatientIdentifier.local("77", Authority.ofUri(
              hospital.records.second().system())))), "HIS"))
          .isEqualTo(new ReplaceOutcome.ForeignNumber());
    }
    assertThat(hospital.texts("SELECT version || json FROM resource ORDER BY id"))
        .isEqualTo(before);
  }

  @Test void leadsANumberThatNobodyHasToTheSurvivor() {
    var survivor = hospital.register("NEW", "NGA");

    hospital.merge("NEVER-SEEN", "NEW");
    hospital.image("NEVER-SEEN");

    assertThat(hospital.owners("study")).containsExactly(survivor.id());
    assertThat(hospital.find("NEVER-SEEN").patient()).isEqualTo(survivor.patient());
  }

  @Test void givesAPatientAnotherNumber() {
    var patient = hospital.register("OLD", "OANH");
    hospital.order("P-1", "OLD");

    hospital.renumber("OLD", "NEW");
    hospital.renumber("OLD", "NEW");

    assertThat(hospital.find("NEW").id()).isEqualTo(patient.id());
    assertThat(hospital.find("OLD").patient()).isEqualTo(MergeCase.patient("NEW", "OANH"));
    assertThat(hospital.worklist("NEW")).hasSize(1).isEqualTo(hospital.worklist("OLD"));
    assertThat(fhir(patient).getIdentifier()).extracting(Identifier::getUse)
        .containsExactly(IdentifierUse.USUAL, IdentifierUse.OLD);
    assertThat(hospital.records.count("patient")).isOne();
  }

  @Test void takesBackANumberGivenInError() {
    var patient = hospital.register("OLD", "OANH");
    hospital.renumber("OLD", "NEW");

    hospital.renumber("NEW", "OLD");

    assertThat(hospital.find("NEW")).isEqualTo(patient);
    assertThat(hospital.find("OLD")).isEqualTo(patient);
  }

  @Test void givesBackWhatFollowedWhenAMergeIsUndone() {
    var old = hospital.register("OLD", "OANH");
    var survivor = hospital.register("NEW", "NGA");
    var ofOld = hospital.order("P-1", "OLD");
    var ofSurvivor = hospital.order("P-2", "NEW");
    hospital.image("OLD");
    hospital.merge("OLD", "NEW");

    assertThat(hospital.records.merges().unmerge(hospital.facility, old.id(), "op")).isTrue();
    assertThat(hospital.records.merges().unmerge(hospital.facility, old.id(), "op")).isFalse();

    assertThat(hospital.find("OLD")).isEqualTo(old);
    assertThat(hospital.find("NEW")).isEqualTo(survivor);
    assertThat(hospital.owners("study")).containsExactly(old.id());
    assertThat(hospital.resource(ServiceRequest.class, ofOld.fhirId()).getSubject()
        .getReference()).isEqualTo(reference(old));
    assertThat(hospital.resource(ServiceRequest.class, ofSurvivor.fhirId()).getSubject()
        .getReference()).isEqualTo(reference(survivor));
    assertThat(links(fhir(old))).isEmpty();
    assertThat(fhir(old).hasActive()).isFalse();
    assertThat(links(fhir(survivor))).isEmpty();
  }

  @Test void givesOpenWorkitemsToTheSurvivorAndBack() {
    var old = hospital.register("OLD", "OANH");
    hospital.register("NEW", "NGA");
    var workitems = new Workitems(hospital.records.database());
    workitems.insert(hospital.facility, "1.2.1", step("OLD"));
    workitems.insert(hospital.facility, "1.2.2", step("NEW"));
    workitems.insert(hospital.facility, "1.2.3", step("OTHER"));
    var over = workitems.insert(hospital.facility, "1.2.4", step("OLD")).orElseThrow();
    workitems.update(new StoredWorkitem(over.id(), over.facilityId(), over.uid(),
        WorkitemState.COMPLETED, Optional.empty(), over.dataset()));

    hospital.merge("OLD", "NEW");

    assertThat(steps(workitems)).containsExactly(
        "NEW TRẦN^NGA^THỊ", "NEW ^", "OTHER ^", "OLD ^");
    assertThat(hospital.records.merges().unmerge(hospital.facility, old.id(), "op")).isTrue();
    assertThat(steps(workitems)).containsExactly(
        "OLD TRẦN^OANH^THỊ", "NEW ^", "OTHER ^", "OLD ^");
  }

  private static Dataset step(String patientId) {
    return Dataset.builder().put(Tags.PATIENT_ID, patientId).put(Tags.PATIENT_NAME, "^").build();
  }

  private List<String> steps(Workitems workitems) {
    return workitems.page(hospital.access, new Workitems.Filter(
            Optional.empty(), Optional.empty(), Optional.empty()), 0, 9).stream()
        .map(one -> one.dataset().string(Tags.PATIENT_ID).orElse("") + " "
            + one.dataset().string(Tags.PATIENT_NAME).orElse(""))
        .toList();
  }

  @Test void undoesOneMergeOfAChain() {
    var a = hospital.register("A", "AN");
    var b = hospital.register("B", "BÌNH");
    var c = hospital.register("C", "CÚC");
    hospital.image("A");
    hospital.image("B");
    hospital.merge("A", "B");
    hospital.merge("B", "C");

    hospital.records.merges().unmerge(hospital.facility, a.id(), "op");
    assertThat(hospital.owners("study")).containsExactlyInAnyOrder(a.id(), c.id());
    hospital.records.merges().unmerge(hospital.facility, b.id(), "op");

    assertThat(hospital.owners("study")).containsExactlyInAnyOrder(a.id(), b.id());
    assertThat(List.of(hospital.find("A"), hospital.find("B"), hospital.find("C")))
        .containsExactly(a, b, c);
  }

  @Test void givesBackOnlyWhatCameWithTheMergeThatIsUndone() {
    var a = hospital.register("A", "AN");
    var b = hospital.register("B", "BÌNH");
    var c = hospital.register("C", "CÚC");
    hospital.image("A");
    hospital.merge("A", "B");
    hospital.merge("B", "C");
    hospital.records.merges().unmerge(hospital.facility, a.id(), "op");
    hospital.merge("A", "C");

    hospital.records.merges().unmerge(hospital.facility, b.id(), "op");

    assertThat(hospital.owners("study")).containsExactly(c.id());
    assertThat(hospital.find("A")).isEqualTo(c);
  }

  @Test void keepsTheNationalIdWithTheSurvivor() {
    var national = new PatientIdentifier(
        "001099012345", Authority.UNSAID, PatientIdentifier.NATIONAL_ID);
    var patients = hospital.records.patients();
    patients.register(hospital.facility,
        MergeCase.patient("OANH", PatientIdentifier.local("OLD"), national));
    hospital.register("NEW", "NGA");
    hospital.merge("OLD", "NEW");

    var told = patients.register(hospital.facility,
        MergeCase.patient("NGA", PatientIdentifier.local("NEW"), national));

    assertThat(told.patient().identifiers())
        .containsExactly(PatientIdentifier.local("NEW"), national);
    assertThat(hospital.find("NEW")).isEqualTo(told);
    assertThat(patients.byIdentifier(hospital.facility, national)).contains(told);
    assertThat(fhir(told).getIdentifier()).extracting(Identifier::getUse).containsExactly(
        IdentifierUse.USUAL, IdentifierUse.OFFICIAL, IdentifierUse.OLD);
  }
}
