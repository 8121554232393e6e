package vn.tia.bench.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import vn.tia.bench.archive.Archive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Matches;
import vn.tia.dicom.net.Retrieval;
import vn.tia.dicom.net.RetrieveResult;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.pdu.UserInformation.Role;

/// Asks an archive or a worklist on one association.
final class Caller implements Answering {
  private static final String FIND =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String MOVE =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();
  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();

  private final Association association;

  private Caller(Association association) {
    this.association = association;
  }

  /// Takes every instance to its last byte, and keeps none.
  static final class Discarding implements StoreService {
    @Override
    public boolean serves(String sopClassUid) {
      return true;
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      dataset.transferTo(OutputStream.nullOutputStream());
      return Status.SUCCESS;
    }
  }

  static Caller of(Archive archive) throws IOException {
    return new Caller(Association.open(settings(archive.dicomPort(), archive.aeTitle())
        .propose(FIND).propose(MOVE).propose(GET)
        .propose(CT, List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value()))
        .withRole(CT, Role.NO, Role.YES), new Discarding()));
  }

  static Caller ofWorklist(int port, String aeTitle) throws IOException {
    return new Caller(Association.open(settings(port, aeTitle).propose(WORKLIST)));
  }

  private static ClientSettings settings(int port, String aeTitle) {
    return ClientSettings.toLoopback(port, "TIA_BENCH", aeTitle);
  }

  /// How many studies a patient has.
  long studies(String patientId) throws IOException {
    return find(FIND, Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.PATIENT_ID, patientId).putEmpty(Tags.PATIENT_NAME)
        .putEmpty(Tags.STUDY_INSTANCE_UID).putEmpty(Tags.STUDY_DATE)
        .putEmpty(Tags.ACCESSION_NUMBER).putEmpty(Tags.MODALITIES_IN_STUDY).build());
  }

  /// How many worklist items there are for an accession number.
  long steps(String accession) throws IOException {
    return find(WORKLIST, Dataset.builder().put(Tags.ACCESSION_NUMBER, accession)
        .putEmpty(Tags.PATIENT_NAME).putEmpty(Tags.PATIENT_ID).putEmpty(Tags.STUDY_INSTANCE_UID)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_ID).putEmpty(Tags.MODALITY)
            .putEmpty(Tags.SCHEDULED_STATION_AE_TITLE)
            .putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE).build())).build());
  }

  private long find(String model, Dataset identifier) throws IOException {
    try (Matches matches = association.find(model, identifier)) {
      long found = matches.all().size();
      int status = matches.status().orElseThrow().code();
      if (found == 0 || status != 0) {
        throw new IOException(
            "a C-FIND found %d matches and ended with %04X".formatted(found, status));
      }
      return 1;
    }
  }

  /// Fetches a study on this association, and answers how many instances came.
  long get(String study) throws IOException {
    try (Retrieval retrieval = association.get(GET, whole(study))) {
      return count(retrieval.result());
    }
  }

  /// Has a study sent to a destination, and answers how many instances went there.
  long move(String study, String destination) throws IOException {
    try (Retrieval retrieval = association.move(MOVE, whole(study), destination)) {
      return count(retrieval.result());
    }
  }

  private static long count(RetrieveResult result) throws IOException {
    if (result.status().code() != 0 || result.counts().completed() == 0) {
      throw new IOException("a retrieval ended with " + result.status() + " " + result.counts());
    }
    return result.counts().completed();
  }

  private static Dataset whole(String study) {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.STUDY_INSTANCE_UID, study).build();
  }

  @Override
  public void close() throws IOException {
    association.close();
  }
}
