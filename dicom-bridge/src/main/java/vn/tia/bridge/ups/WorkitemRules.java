package vn.tia.bridge.ups;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.PartialDateTime;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.workitems.WorkitemState;

/// What PS3.4 table CC.2.5-3 demands of the attributes of a step.
///
/// Of attributes that may be empty (type 2) the presence is not demanded: clients leave them out,
/// and they are added empty.
final class WorkitemRules {
  private static final List<Tag> NEEDED = List.of(
      Tags.PROCEDURE_STEP_STATE, Tags.SCHEDULED_PROCEDURE_STEP_PRIORITY,
      Tags.PROCEDURE_STEP_LABEL, Tags.SCHEDULED_PROCEDURE_STEP_START_DATE_TIME,
      Tags.INPUT_READINESS_STATE);
  private static final List<Tag> MAY_BE_EMPTY = List.of(
      Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX,
      Tags.SCHEDULED_WORKITEM_CODE_SEQUENCE, Tags.INPUT_INFORMATION_SEQUENCE,
      Tags.REFERENCED_REQUEST_SEQUENCE, Tags.ADMISSION_ID,
      Tags.SCHEDULED_STATION_NAME_CODE_SEQUENCE);
  private static final List<Tag> EMPTY_AT_CREATION = List.of(
      Tags.TRANSACTION_UID, Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE,
      Tags.UNIFIED_PROCEDURE_STEP_PERFORMED_PROCEDURE_SEQUENCE);
  /// What says whose step it is, and for what: it doesn't change.
  private static final List<Tag> FIXED = List.of(
      Tags.SOP_CLASS_UID, Tags.SOP_INSTANCE_UID, Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.ISSUER_OF_PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX, Tags.ADMISSION_ID,
      Tags.REFERENCED_REQUEST_SEQUENCE);
  private static final Map<Tag, Set<String>> TERMS = Map.of(
      Tags.SCHEDULED_PROCEDURE_STEP_PRIORITY, Set.of("HIGH", "MEDIUM", "LOW"),
      Tags.INPUT_READINESS_STATE, Set.of("INCOMPLETE", "UNAVAILABLE", "READY"));
  private static final List<Tag> TO_COMPLETE = List.of(
      Tags.PERFORMED_STATION_NAME_CODE_SEQUENCE, Tags.PERFORMED_WORKITEM_CODE_SEQUENCE,
      Tags.PERFORMED_PROCEDURE_STEP_START_DATE_TIME, Tags.PERFORMED_PROCEDURE_STEP_END_DATE_TIME);
  private static final List<Tag> TO_CANCEL = List.of(
      Tags.PROCEDURE_STEP_CANCELLATION_DATE_TIME,
      Tags.PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx");

  private WorkitemRules() {}

  /// Why a step can't be made of these attributes; empty where it can.
  static Optional<Outcome> refuseCreation(Dataset attributes) {
    var state = attributes.string(Tags.PROCEDURE_STEP_STATE);
    if (state.filter(term -> !term.equals(WorkitemState.SCHEDULED.term())).isPresent()) {
      return Optional.of(Outcome.of(UpsStatus.NOT_SCHEDULED, Tags.PROCEDURE_STEP_STATE));
    }
    return missing(attributes, NEEDED)
        .or(() -> EMPTY_AT_CREATION.stream().filter(tag -> hasValue(attributes, tag)).findFirst()
            .map(tag -> Outcome.of(UpsStatus.INVALID_VALUE, tag)))
        .or(() -> refuseValues(attributes));
  }

  /// A new step, with what the service adds.
  static Dataset created(String uid, Dataset attributes, Instant now, ZoneId zone) {
    var step = attributes.toBuilder();
    MAY_BE_EMPTY.stream().filter(tag -> !attributes.contains(tag)).forEach(step::putEmpty);
    EMPTY_AT_CREATION.forEach(step::remove);
    return modified(step.put(Tags.SOP_INSTANCE_UID, uid).build(), now, zone);
  }

  /// Why a known step can't be changed by these attributes; empty where it can.
  static Optional<Outcome> refuseChange(Dataset known, Dataset changes) {
    var fixed = FIXED.stream().filter(changes::contains)
        .filter(tag -> !known.get(tag).equals(changes.get(tag)))
        .findFirst();
    if (fixed.isPresent()) {
      return Optional.of(Outcome.of(UpsStatus.INVALID_VALUE, fixed.get()));
    }
    var state = changes.string(Tags.PROCEDURE_STEP_STATE);
    if (state.isPresent() && !state.equals(known.string(Tags.PROCEDURE_STEP_STATE))) {
      // States are changed by their own action.
      return Optional.of(Outcome.of(state.get().equals(WorkitemState.SCHEDULED.term())
          ? UpsStatus.SCHEDULED_BY_CREATION_ONLY : UpsStatus.INVALID_VALUE,
          Tags.PROCEDURE_STEP_STATE));
    }
    var emptied = NEEDED.stream()
        .filter(tag -> changes.contains(tag) && !hasValue(changes, tag))
        .findFirst();
    return emptied.map(tag -> Outcome.of(UpsStatus.MISSING_VALUE, tag))
        .or(() -> refuseValues(changes));
  }

  /// A step after a change.
  static Dataset changed(Dataset known, Dataset changes, Instant now, ZoneId zone) {
    var step = known.toBuilder();
    changes.elements()
        .filter(element -> !element.tag().equals(Tags.TRANSACTION_UID))
        .filter(element -> !element.tag().equals(Tags.SPECIFIC_CHARACTER_SET))
        .forEach(step::put);
    return modified(step.build(), now, zone);
  }

  static Dataset modified(Dataset step, Instant now, ZoneId zone) {
    return step.toBuilder()
        .put(Tags.SCHEDULED_PROCEDURE_STEP_MODIFICATION_DATE_TIME, text(now, zone))
        .build();
  }

  static String text(Instant now, ZoneId zone) {
    return DATE_TIME.format(now.atZone(zone));
  }

  /// What keeps a step from an end (PS3.4 section CC.2.5.1.1); empty where nothing does.
  static Optional<Outcome> refuseEnd(Dataset step, WorkitemState end) {
    return switch (end) {
      case COMPLETED -> refuseItem(step,
          Tags.UNIFIED_PROCEDURE_STEP_PERFORMED_PROCEDURE_SEQUENCE, TO_COMPLETE)
          // It says that there is no output where it is empty.
          .or(() -> step.items(Tags.UNIFIED_PROCEDURE_STEP_PERFORMED_PROCEDURE_SEQUENCE)
              .getFirst().contains(Tags.OUTPUT_INFORMATION_SEQUENCE)
              ? Optional.empty() : unmet(Tags.OUTPUT_INFORMATION_SEQUENCE));
      case CANCELED -> refuseItem(
          step, Tags.PROCEDURE_STEP_PROGRESS_INFORMATION_SEQUENCE, TO_CANCEL);
      case SCHEDULED, IN_PROGRESS -> Optional.empty();
    };
  }

  private static Optional<Outcome> refuseItem(Dataset step, Tag sequence, List<Tag> needed) {
    var item = step.items(sequence).stream().findFirst();
    return item.isEmpty() ? unmet(sequence) : needed.stream()
        .filter(tag -> !hasValue(item.get(), tag))
        .findFirst()
        .flatMap(WorkitemRules::unmet);
  }

  private static Optional<Outcome> unmet(Tag tag) {
    return Optional.of(Outcome.of(UpsStatus.FINAL_STATE_NOT_MET, tag));
  }

  private static Optional<Outcome> missing(Dataset attributes, List<Tag> tags) {
    var absent = tags.stream().filter(tag -> !attributes.contains(tag)).toList();
    var empty = tags.stream().filter(tag -> !hasValue(attributes, tag)).toList();
    return empty.isEmpty() ? Optional.empty() : Optional.of(absent.isEmpty()
        ? new Outcome(UpsStatus.MISSING_VALUE, empty) : new Outcome(UpsStatus.MISSING, absent));
  }

  private static Optional<Outcome> refuseValues(Dataset attributes) {
    return attributes.elements()
        .filter(element -> !element.isEmpty())
        .filter(element -> element.tag().equals(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE_TIME)
            ? element.string().flatMap(PartialDateTime::parse).isEmpty()
            : TERMS.containsKey(element.tag())
                && !TERMS.get(element.tag()).contains(element.string().orElse("")))
        .findFirst()
        .map(element -> Outcome.of(UpsStatus.INVALID_VALUE, element.tag()));
  }

  private static boolean hasValue(Dataset attributes, Tag tag) {
    return attributes.get(tag).filter((Element element) -> !element.isEmpty()).isPresent();
  }
}
