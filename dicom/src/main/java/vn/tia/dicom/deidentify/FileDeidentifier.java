package vn.tia.dicom.deidentify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.FileMetaInformation;

/// De-identifies files: a new header of our own and an empty preamble, the data set edited, the
/// pixel data passed on as it stands. What follows the pixel data (padding, signatures, private
/// elements) stays behind.
public final class FileDeidentifier {
  private final Deidentifier deidentifier;

  public FileDeidentifier(Deidentifier deidentifier) {
    this.deidentifier = deidentifier;
  }

  /// Writes the file without the persons, and returns its data set up to the pixel data.
  ///
  /// Memory doesn't grow with the pixel data, but where the data set is deflated.
  ///
  /// @throws IOException if it is no DICOM file, or ends within its pixel data
  public Dataset write(Path file, OutputStream out) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    if (header.dataset().contains(Tags.DIRECTORY_RECORD_SEQUENCE)) {
      throw new IOException("a DICOMDIR only lists files: make a new one of the new files");
    }
    TransferSyntax syntax = header.meta().syntax();
    if (syntax.isDeflated()) {
      return writeDeflated(file, out);
    }
    Dataset edited = deidentifier.apply(header.dataset());
    DicomFile.writeHead(out, meta(syntax, edited));
    new DatasetWriter(out, syntax).write(edited);
    if (header.pixelData().isPresent()) {
      try (FileChannel source = FileChannel.open(file)) {
        new PixelCopy(source, header.pixelData().get(), syntax).writeTo(out);
      }
    }
    return edited;
  }

  private Dataset writeDeflated(Path file, OutputStream out) throws IOException {
    DicomFile whole = DicomFile.read(file);
    Dataset edited = deidentifier.apply(whole.dataset());
    DicomFile.writeHead(out, meta(whole.meta().syntax(), edited));
    new DatasetWriter(out, whole.meta().syntax()).write(edited);
    return edited;
  }

  private static FileMetaInformation meta(TransferSyntax syntax, Dataset edited) {
    return FileMetaInformation.of(
        syntax, uid(edited, Tags.SOP_CLASS_UID), uid(edited, Tags.SOP_INSTANCE_UID));
  }

  private static String uid(Dataset edited, Tag tag) {
    return edited.string(tag).orElse("");
  }
}
