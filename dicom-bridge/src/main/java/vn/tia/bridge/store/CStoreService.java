package vn.tia.bridge.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.bridge.store.Incoming.Announced;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.net.AssociationInfo;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.Grant;
import vn.tia.records.access.Right;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;

/// The Storage service (PS3.4 annex B): keeps instances in any transfer syntax, as they were sent.
public final class CStoreService implements StoreService {

  /// Every attribute is kept (level 2), nothing is said of digital signatures, nothing is coerced
  /// (PS3.4 table B.3-2).
  private static final Bytes FULL = Bytes.hex("02 00 00 00 00 00");

  private final InstanceIntake intake;
  private final AccessRule access;
  private final Audit audit;
  private final StorageClasses classes;

  public CStoreService(
      InstanceIntake intake, AccessRule access, Audit audit, StorageClasses classes) {
    this.intake = intake;
    this.access = access;
    this.audit = audit;
    this.classes = classes;
  }

  @Override
  public boolean serves(String sopClassUid) {
    return classes.contain(sopClassUid);
  }

  @Override
  public List<String> transferSyntaxes() {
    return TransferSyntaxes.KEPT;
  }

  @Override
  public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.of(FULL);
  }

  @Override
  public Status store(StoreRequest request, InputStream dataset) throws IOException {
    var grant = grant(request.association());
    if (grant.isEmpty()) {
      return refused(request, OptionalInt.empty(), Status.NOT_AUTHORIZED);
    }
    var facilityId = grant.get().facility().id();
    var incoming = new Incoming(facilityId, request.association().callingAe(),
        request.transferSyntaxUid(),
        Optional.of(new Announced(request.sopClassUid(), request.sopInstanceUid())));
    var status = store(incoming, dataset).status();
    return status.isSuccess() || status.isWarning()
        ? status : refused(request, OptionalInt.of(facilityId), status);
  }

  private StoreOutcome store(Incoming incoming, InputStream dataset) throws IOException {
    try {
      return intake.store(incoming, dataset);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while an instance waited for its row");
    }
  }

  private Optional<Grant> grant(AssociationInfo association) {
    return access.dicom(association.callingAe(), association.remoteAddress().getAddress())
        .filter(grant -> grant.allows(Right.STORE));
  }

  private Status refused(StoreRequest request, OptionalInt facilityId, Status status) {
    var caller = request.association().callingAe() + " "
        + request.association().remoteAddress().getHostString();
    // A UID that is none may be anything, also a name.
    var target = Uid.isWellFormed(request.sopInstanceUid()) ? request.sopInstanceUid() : "no UID";
    try {
      audit.recordRefusal(new AuditRecord(facilityId, "DICOM", caller, "C-STORE", target,
          "%04X".formatted(status.code())));
    } catch (RecordsUnavailable _) {
      // The refusal itself was for this reason, and is logged.
    }
    return status;
  }
}
