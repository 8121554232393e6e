package vn.tia.bench.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.bench.Peer;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;

/// DCMTK's worklist server, which keeps each item in a file.
final class WorklistFiles {
  static final String TITLE = "WORKLIST";

  private WorklistFiles() {}

  /// Starts it with items, empty where it isn't installed.
  static Optional<Peer> start(Path folder, List<String> accessions) throws Exception {
    Optional<Path> program = Peer.installed("wlmscpfs");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path items = Files.createDirectories(folder.resolve(TITLE));
    Files.createFile(items.resolve("lockfile"));
    for (String accession : accessions) {
      write(items.resolve(accession + ".wl"), accession);
    }
    int port = Peer.freePort();
    return Optional.of(Peer.start(port, folder.resolve("log"), List.of(program.get().toString(),
        "-dfp", folder.toString(), Integer.toString(port))));
  }

  private static void write(Path file, String accession) throws IOException {
    var item = Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.ACCESSION_NUMBER, accession)
        .put(Tags.PATIENT_NAME, "ĐẶNG^HƯỜNG^THỊ")
        .put(Tags.PATIENT_ID, "P" + accession)
        .put(Tags.PATIENT_BIRTH_DATE, "19720815")
        .put(Tags.PATIENT_SEX, "F")
        .put(Tags.STUDY_INSTANCE_UID, Uid.random().value())
        .put(Tags.REQUESTED_PROCEDURE_ID, "R" + accession)
        .put(Tags.REQUESTED_PROCEDURE_DESCRIPTION, "CT ngực không cản quang")
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(Dataset.builder()
            .put(Tags.MODALITY, "CT")
            .put(Tags.SCHEDULED_STATION_AE_TITLE, "CT01")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, "20261124")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, "093000")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "CT ngực")
            .put(Tags.SCHEDULED_PROCEDURE_STEP_ID, "S" + accession).build()))
        // Its files are those of instances, with an instance's UIDs.
        .put(Tags.SOP_CLASS_UID, "1.2.276.0.7230010.3.1.0.1")
        .put(Tags.SOP_INSTANCE_UID, Uid.random().value()).build();
    try (var out = Files.newOutputStream(file)) {
      DicomFile.of(item, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(out);
    }
  }
}
