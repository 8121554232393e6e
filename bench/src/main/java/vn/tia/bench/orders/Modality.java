package vn.tia.bench.orders;

import java.io.IOException;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Matches;

/// A modality that asks its worklist for one accession number, on one association.
final class Modality implements AutoCloseable {
  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();

  private final Association association;

  Modality(int port) throws IOException {
    association = Association.open(
        ClientSettings.toLoopback(port, "CT01", "TIA").propose(WORKLIST));
  }

  /// How many items the worklist has for an accession number.
  int items(String accession) throws IOException {
    var keys = Dataset.builder().put(Tags.ACCESSION_NUMBER, accession)
        .putEmpty(Tags.PATIENT_NAME)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE,
            List.of(Dataset.builder().putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_ID).build()));
    try (Matches matches = association.find(WORKLIST, keys.build())) {
      return matches.all().size();
    }
  }

  @Override
  public void close() throws IOException {
    association.close();
  }
}
