package vn.tia.bridge.web.stow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.Received;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.store.Taken.Names;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.io.FileReading;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;

/// Takes DICOM files (PS3.10): the data set goes to the intake byte for byte, preamble and meta
/// information are made anew there.
public record FilePart(InstanceIntake intake, StorageClasses classes) {

  /// How the reason begins where a part isn't a file at all.
  static final String NO_FILE = "no DICOM file";

  /// Preamble and meta information: real ones have less than 1 KB.
  private static final int HEAD_BYTES_MAX = 256 * 1024;

  private static final ReadSettings HEAD = ReadSettings.of(ReadLimits.DEFAULT
      .withElementBytesMax(64 * 1024).withDatasetBytesMax(128 * 1024));

  /// Takes a file up to its end.
  ///
  /// @throws IOException if the stream broke: then nothing is kept
  public Received receive(InputStream body, StowSource source) throws IOException {
    var in = new BufferedInputStream(body, 64 * 1024);
    in.mark(HEAD_BYTES_MAX);
    FileReading file;
    try {
      file = FileReading.start(in, HEAD);
    } catch (DicomParseException _) {
      return noFile();
    }
    var meta = file.meta();
    var syntax = meta.elements().string(Tags.TRANSFER_SYNTAX_UID);
    if (file.preamble().length() != DicomFile.PREAMBLE_BYTES || syntax.isEmpty()) {
      return noFile();
    }
    if (meta.sopClass().filter(Uid::isWellFormed)
        .filter(uid -> !classes.contain(uid)).isPresent()) {
      return Received.refused(new StoreOutcome.UnknownClass(), new Names(meta.sopClass(),
          meta.sopInstance().filter(Uid::isWellFormed), Optional.empty(), Optional.empty()));
    }
    in.reset();
    in.skipNBytes(file.datasetOffset());
    // Nobody goes back any more, so what follows passes by the buffer.
    in.mark(0);
    var announced = meta.sopClass().flatMap(
        sopClass -> meta.sopInstance().map(uid -> new Incoming.Announced(sopClass, uid)));
    return intake.receive(new Incoming(source.facilityId(), source.caller(), syntax.get(),
        announced, source.study()), out -> copy(in, out));
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    var buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
  }

  static Received noFile() {
    return Received.refused(new StoreOutcome.Unreadable(NO_FILE));
  }
}
