package vn.tia.mapping.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

class PatientFactsTest {

  @Test
  void readsThePatientOfAnInstance() {
    var patient = PatientFacts.of(Dataset.builder()
        .put(Tags.PATIENT_NAME, "NGUYỄN^AN^VĂN")
        .put(Tags.PATIENT_ID, "0012345")
        .put(Tags.ISSUER_OF_PATIENT_ID, "BVCR")
        .put(Tags.PATIENT_BIRTH_DATE, "19570321")
        .put(Tags.PATIENT_SEX, "M")
        .build());
    assertThat(patient).isEqualTo(Patient.of(
        List.of(PatientIdentifier.local("0012345", Authority.ofNamespace("BVCR"))),
        HumanName.of("NGUYỄN", "VĂN", "AN"),
        Optional.of(PartialDate.of(LocalDate.of(1957, 3, 21))),
        Sex.MALE));
  }

  @Test
  void takesWhatCanNotBeReadForNotSaid() {
    var patient = PatientFacts.of(Dataset.builder()
        .put(Tags.PATIENT_ID, "7".repeat(300))
        .put(Tags.PATIENT_BIRTH_DATE, "19571399")
        .put(Tags.PATIENT_SEX, "male")
        .build());
    assertThat(patient)
        .isEqualTo(Patient.of(List.of(), HumanName.UNKNOWN, Optional.empty(), Sex.UNKNOWN));
  }
}
