package vn.tia.bridge.worklist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.mapping.names.NamePattern;
import vn.tia.records.worklist.TextPattern;
import vn.tia.records.worklist.WorklistKey;
import vn.tia.records.worklist.WorklistKey.Field;
import vn.tia.records.worklist.WorklistKey.Issued;

/// Reads the identifier of a worklist query into the keys to match (PS3.4 table K.6-1). Attributes
/// that are not matched are return keys, with or without a value.
final class WorklistIdentifier {
  private static final Set<Tag> MATCHED = Set.of(Tags.SPECIFIC_CHARACTER_SET,
      Tags.TIMEZONE_OFFSET_FROM_UTC, Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.ISSUER_OF_PATIENT_ID, Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
      Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX, Tags.STUDY_INSTANCE_UID, Tags.ACCESSION_NUMBER,
      Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, Tags.REQUESTED_PROCEDURE_ID, Tags.ADMISSION_ID,
      Tags.ISSUER_OF_ADMISSION_ID_SEQUENCE, Tags.INSTITUTION_NAME,
      Tags.INSTITUTIONAL_DEPARTMENT_NAME, Tags.REQUESTING_SERVICE, Tags.WORKLIST_LABEL,
      Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE);

  private static final Set<Tag> MATCHED_OF_STEP = Set.of(Tags.SCHEDULED_STATION_AE_TITLE,
      Tags.MODALITY, Tags.SCHEDULED_PROCEDURE_STEP_ID, Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME,
      Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, Tags.SCHEDULED_PROCEDURE_STEP_START_TIME,
      Tags.SCHEDULED_PROCEDURE_STEP_STATUS);

  private final Dataset identifier;
  private final List<WorklistKey> keys = new ArrayList<>();

  private WorklistIdentifier(Dataset identifier) {
    this.identifier = identifier;
  }

  /// The keys of a query.
  ///
  /// @throws InvalidKeyException if a key can't be matched as it is written
  static List<WorklistKey> keys(Dataset identifier) {
    var reading = new WorklistIdentifier(identifier);
    reading.patient();
    reading.order();
    reading.onlyItem(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).ifPresent(reading::step);
    return List.copyOf(reading.keys);
  }

  /// Whether a value stands under a key that nothing is matched by.
  static boolean hasUnmatched(Dataset identifier) {
    return holdsOther(identifier, MATCHED)
        || identifier.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE).stream()
            .anyMatch(step -> holdsOther(step, MATCHED_OF_STEP));
  }

  private static boolean holdsOther(Dataset dataset, Set<Tag> matched) {
    return dataset.elements()
        .filter(key -> key.tag().element() != 0 && !matched.contains(key.tag()))
        .anyMatch(key -> key.vr() == Vr.SQ
            ? key.items().stream().anyMatch(item -> holdsOther(item, Set.of()))
            : key.strings().stream().anyMatch(
                value -> !value.isBlank() && !value.strip().equals("*")));
  }

  private void patient() {
    name(identifier, Tags.PATIENT_NAME, WorklistKey.PatientName::new);
    text(identifier, Tags.PATIENT_ID, Field.PATIENT_ID);
    authority(identifier.string(Tags.ISSUER_OF_PATIENT_ID),
            onlyItem(Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE))
        .ifPresent(issuer -> keys.add(new WorklistKey.Issuer(Issued.PATIENT_ID, issuer)));
    DateTimeKeys.born(identifier).ifPresent(keys::add);
    identifier.string(Tags.PATIENT_SEX).filter(code -> !code.equals("*"))
        .ifPresent(code -> keys.add(new WorklistKey.HasSex(sex(code))));
  }

  private void order() {
    text(identifier, Tags.STUDY_INSTANCE_UID, Field.STUDY_UID);
    text(identifier, Tags.ACCESSION_NUMBER, Field.ACCESSION_NUMBER);
    issuer(Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, Issued.ACCESSION_NUMBER);
    text(identifier, Tags.REQUESTED_PROCEDURE_ID, Field.PROCEDURE_ID);
    text(identifier, Tags.ADMISSION_ID, Field.ADMISSION_ID);
    issuer(Tags.ISSUER_OF_ADMISSION_ID_SEQUENCE, Issued.ADMISSION_ID);
    text(identifier, Tags.INSTITUTION_NAME, Field.INSTITUTION);
    text(identifier, Tags.INSTITUTIONAL_DEPARTMENT_NAME, Field.DEPARTMENT);
    text(identifier, Tags.REQUESTING_SERVICE, Field.DEPARTMENT);
    text(identifier, Tags.WORKLIST_LABEL, Field.WORKLIST_LABEL);
  }

  private void step(Dataset step) {
    text(step, Tags.SCHEDULED_STATION_AE_TITLE, Field.STATION_AE);
    text(step, Tags.MODALITY, Field.MODALITY);
    text(step, Tags.SCHEDULED_PROCEDURE_STEP_ID, Field.STEP_ID);
    name(step, Tags.SCHEDULED_PERFORMING_PHYSICIAN_NAME, WorklistKey.PerformerName::new);
    DateTimeKeys.starts(step).ifPresent(keys::add);
    var states = patterns(step, Tags.SCHEDULED_PROCEDURE_STEP_STATUS).toList();
    if (!states.isEmpty()) {
      keys.add(new WorklistKey.HasStatus(states.stream()
          .flatMap(pattern -> status(pattern.value()))
          .collect(Collectors.toSet())));
    }
  }

  private void text(Dataset from, Tag tag, Field field) {
    var patterns = patterns(from, tag).toList();
    if (!patterns.isEmpty()) {
      keys.add(new WorklistKey.Text(field, patterns));
    }
  }

  private static Stream<TextPattern> patterns(Dataset from, Tag tag) {
    var patterns = from.strings(tag).stream()
        .filter(value -> !value.isBlank())
        .map(value -> new TextPattern(value.strip()))
        .toList();
    return patterns.stream().anyMatch(TextPattern::isUniversal)
        ? Stream.empty()
        : patterns.stream();
  }

  private void name(Dataset from, Tag tag, Function<NamePattern, WorklistKey> key) {
    from.string(tag).map(NamePattern::of)
        .filter(pattern -> !pattern.isUniversal())
        .ifPresent(pattern -> keys.add(key.apply(pattern)));
  }

  private void issuer(Tag sequence, Issued issued) {
    authority(Optional.empty(), onlyItem(sequence))
        .ifPresent(issuer -> keys.add(new WorklistKey.Issuer(issued, issuer)));
  }

  private static Optional<Authority> authority(Optional<String> name, Optional<Dataset> item) {
    var authority = new Authority(
        name.or(() -> item.flatMap(one -> one.string(Tags.LOCAL_NAMESPACE_ENTITY_ID))),
        item.flatMap(one -> one.string(Tags.UNIVERSAL_ENTITY_ID)),
        item.flatMap(one -> one.string(Tags.UNIVERSAL_ENTITY_ID_TYPE)));
    return Optional.of(authority).filter(one -> !one.isUnsaid());
  }

  /// The item of a sequence to match; sequence matching takes one (PS3.4 section C.2.2.2.6).
  private Optional<Dataset> onlyItem(Tag sequence) {
    var items = identifier.items(sequence);
    if (items.size() > 1) {
      throw new InvalidKeyException(sequence, "has " + items.size() + " items, 1 can be matched");
    }
    return items.stream().findFirst();
  }

  private static Sex sex(String code) {
    return switch (code) {
      case "M" -> Sex.MALE;
      case "F" -> Sex.FEMALE;
      case "O" -> Sex.OTHER;
      default -> throw new InvalidKeyException(Tags.PATIENT_SEX, "is none of M, F and O");
    };
  }

  static Stream<StepStatus> status(String term) {
    var asked = switch (term.toUpperCase(Locale.ROOT)) {
      case "IN PROGRESS" -> StepStatus.STARTED.name();
      case "CANCELLED" -> StepStatus.CANCELED.name();
      case String other -> other;
    };
    return Stream.of(StepStatus.values()).filter(status -> status.name().equals(asked));
  }
}
