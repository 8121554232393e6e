package vn.tia.records.worklist;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.names.NamePattern;

/// One condition on the steps that a worklist query asks for.
public sealed interface WorklistKey {
  /// What can be matched as text. Institution, department and label match without accents and case.
  enum Field {
    PATIENT_ID, ACCESSION_NUMBER, STUDY_UID, PROCEDURE_ID, ADMISSION_ID, STEP_ID, MODALITY,
    STATION_AE, INSTITUTION, DEPARTMENT, WORKLIST_LABEL
  }

  /// Whose numbers can be asked for.
  enum Issued { PATIENT_ID, ACCESSION_NUMBER, ADMISSION_ID }

  /// Text that matches one of the patterns.
  ///
  /// A step without stations matches every station: any of its modality may perform it. The
  /// worklist label of a step is the code of its facility.
  record Text(Field field, List<TextPattern> anyOf) implements WorklistKey {
    public Text {
      anyOf = List.copyOf(anyOf);
    }
  }

  /// A number given by this authority.
  record Issuer(Issued of, Authority authority) implements WorklistKey {}

  record PatientName(NamePattern pattern) implements WorklistKey {}

  record PerformerName(NamePattern pattern) implements WorklistKey {}

  /// Born on one of these days, both included.
  record Born(Optional<LocalDate> from, Optional<LocalDate> to) implements WorklistKey {}

  record HasSex(Sex sex) implements WorklistKey {}

  /// Scheduled to start between two moments by the facility's clock, both included.
  record Starts(Optional<LocalDateTime> from, Optional<LocalDateTime> to)
      implements WorklistKey {}

  /// Scheduled to start between two times of any day, both included.
  record StartsAtTimeOfDay(Optional<LocalTime> from, Optional<LocalTime> to)
      implements WorklistKey {}

  /// In one of these states; without this key a query finds the steps that are still to be done.
  record HasStatus(Set<StepStatus> anyOf) implements WorklistKey {
    public HasStatus {
      anyOf = Set.copyOf(anyOf);
    }
  }
}
