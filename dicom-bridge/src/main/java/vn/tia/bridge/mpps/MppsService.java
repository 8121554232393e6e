package vn.tia.bridge.mpps;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.CreateService;
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.SetService;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.performed.PerformedOutcome;
import vn.tia.records.performed.PerformedSteps;

/// The Modality Performed Procedure Step SCP (PS3.4 annex F). An exam that nobody ordered is taken
/// like any other.
public final class MppsService implements CreateService, SetService {
  /// Performed Procedure Step Object may no longer be updated (PS3.4 section F.7.2.2.2).
  static final int MAY_NO_LONGER_BE_UPDATED = 0xA506;

  /// What N-SET can't change (PS3.4 table F.7.2-1): who, what was scheduled, and when it began.
  private static final List<Tag> FIXED = List.of(
      Tags.SPECIFIC_CHARACTER_SET, Tags.MODALITY, Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.ISSUER_OF_PATIENT_ID, Tags.PATIENT_BIRTH_DATE, Tags.PATIENT_SEX, Tags.STUDY_ID,
      Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE, Tags.PERFORMED_PROCEDURE_STEP_ID,
      Tags.PERFORMED_STATION_AE_TITLE, Tags.PERFORMED_PROCEDURE_STEP_START_DATE,
      Tags.PERFORMED_PROCEDURE_STEP_START_TIME);

  private final AccessRule rule;
  private final PerformedSteps steps;
  private final Audit audit;

  public MppsService(AccessRule rule, PerformedSteps steps, Audit audit) {
    this.rule = rule;
    this.steps = steps;
    this.audit = audit;
  }

  @Override public boolean serves(String sopClassUid) {
    return sopClassUid.equals(Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value());
  }

  @Override public NResponse create(NRequest request) {
    return answer(request, "N-CREATE", grant -> MppsRules.refuseCreate(request.attributes())
        .orElseGet(() -> status(steps.create(grant.facility().id(), request.sopInstanceUid(),
            request.attributes()))));
  }

  @Override public NResponse set(NRequest request) {
    return answer(request, "N-SET", grant -> MppsRules.refuseSet(request.attributes())
        .orElseGet(() -> change(grant.facility().id(), request)));
  }

  /// The attributes that N-SET can't change are passed over: modalities repeat them as they were.
  private Status change(int facilityId, NRequest request) {
    var changes = request.attributes().toBuilder();
    FIXED.forEach(changes::remove);
    var modifications = changes.build();
    var known = steps.find(facilityId, request.sopInstanceUid());
    return known.filter(step -> !step.status().isFinal())
        .flatMap(step -> MppsRules.refuseEnd(step.dataset(), modifications))
        .orElseGet(() -> status(
            steps.set(facilityId, request.sopInstanceUid(), modifications)));
  }

  private NResponse answer(NRequest request, String action, Function<Grant, Status> work) {
    var caller = request.association();
    var grant = rule.dicom(caller.callingAe(), caller.remoteAddress().getAddress())
        .filter(one -> one.allows(Right.STORE));
    return NResponse.of(grant
        .map(one -> attempt(() -> recorded(request, one, action, checked(request, one, work))))
        .orElseGet(() -> stranger(request, action)));
  }

  private static Status checked(
      NRequest request, Grant grant, Function<Grant, Status> work) {
    return Uid.isWellFormed(request.sopInstanceUid())
        ? work.apply(grant)
        : Status.INVALID_SOP_INSTANCE.withComment("the step's SOP Instance UID is not a UID");
  }

  private Status stranger(NRequest request, String action) {
    var status = Status.NOT_AUTHORIZED.withComment("this AE may not report exams");
    audit.recordRefusal(event(request, OptionalInt.empty(), action, status));
    return status;
  }

  private static Status attempt(Supplier<Status> work) {
    try {
      return work.get();
    } catch (RecordsUnavailable e) {
      return Status.PROCESSING_FAILURE.withComment("the records can't be written now");
    }
  }

  private static Status status(PerformedOutcome outcome) {
    return switch (outcome) {
      case PerformedOutcome.Done _ -> Status.SUCCESS;
      case PerformedOutcome.Duplicate _ -> Status.DUPLICATE_SOP_INSTANCE;
      case PerformedOutcome.Unknown _ -> Status.NO_SUCH_SOP_INSTANCE;
      case PerformedOutcome.Final _ -> Status.PROCESSING_FAILURE
          .withComment("Performed Procedure Step Object may no longer be updated")
          .withErrorId(MAY_NO_LONGER_BE_UPDATED);
    };
  }

  private Status recorded(NRequest request, Grant grant, String action, Status status) {
    audit.record(event(request, OptionalInt.of(grant.facility().id()), action, status));
    return status;
  }

  private static AuditRecord event(
      NRequest request, OptionalInt facilityId, String action, Status status) {
    var caller = request.association();
    // A UID that is none may be anything, also a name.
    var target = Uid.isWellFormed(request.sopInstanceUid()) ? request.sopInstanceUid() : "no UID";
    return new AuditRecord(facilityId, "DICOM",
        caller.callingAe() + "@" + caller.remoteAddress().getAddress().getHostAddress(),
        action, target, status.isSuccess() ? "done" : "%04X".formatted(status.code()));
  }
}
