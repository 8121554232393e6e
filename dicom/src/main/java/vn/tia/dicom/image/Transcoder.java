package vn.tia.dicom.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;

/// Brings stored objects into another transfer syntax, one frame after the other: an object of
/// many gigabytes takes the memory of one frame.
///
/// Group lengths go; offset tables, and what the data set says of its pixels, follow the new form.
public final class Transcoder {
  private Transcoder() {}

  /// Whether this toolkit can write pixel data in a transfer syntax.
  public static boolean writes(TransferSyntax syntax) {
    return FrameEncoder.writes(syntax);
  }

  /// Writes a stored object as a file with a header of its own.
  ///
  /// @throws PixelDataException if its frames can't be decoded, or not be encoded that way; where
  ///     that shows at the first frame, nothing has been written
  public static void writeFile(Path file, Transcoding wanted, OutputStream out)
      throws IOException {
    try (StoredPixels stored = StoredPixels.open(file)) {
      TranscodedPixels pixels = TranscodedPixels.of(stored, wanted);
      Dataset before = pixels.attributes();
      DicomFile.writeHead(out, FileMetaInformation.of(wanted.target(),
          before.string(Tags.SOP_CLASS_UID).or(stored.header().meta()::sopClass).orElse(""),
          before.string(Tags.SOP_INSTANCE_UID).or(stored.header().meta()::sopInstance)
              .orElse("")));
      write(before, pixels, stored, out);
    }
  }

  /// Writes the data set alone, as it goes over a network.
  ///
  /// @throws PixelDataException as [#writeFile]
  public static void writeDataset(Path file, Transcoding wanted, OutputStream out)
      throws IOException {
    try (StoredPixels stored = StoredPixels.open(file)) {
      TranscodedPixels pixels = TranscodedPixels.of(stored, wanted);
      write(pixels.attributes(), pixels, stored, out);
    }
  }

  /// The bytes of one frame in another transfer syntax, counted from 0; native ones in little
  /// endian, the samples of a pixel together.
  ///
  /// @throws PixelDataException if it can't be decoded, or not be encoded that way
  public static Bytes frame(ImageFile image, int frame, Transcoding wanted) throws IOException {
    return frame(image.object(), frame, wanted);
  }

  /// The same of an object whose frames lie anywhere.
  ///
  /// @throws PixelDataException if it can't be decoded, or not be encoded that way
  public static Bytes frame(ImageObject image, int frame, Transcoding wanted) throws IOException {
    if (image.syntax().uid().equals(wanted.target().uid())) {
      return image.frames().read(frame);
    }
    return switch (image.decode(frame)) {
      case Decoded.Pixels(var samples) ->
          new FrameEncoder(wanted.target(), wanted.quality()).encode(samples).bytes();
      case Decoded.Reals _ -> throw new PixelDataException(
          "floating point pixels have no other form than their own");
      case Decoded.Undecodable(_, var why) -> throw new PixelDataException(why);
    };
  }

  private static void write(Dataset before, TranscodedPixels pixels, StoredPixels stored,
      OutputStream out) throws IOException {
    if (!pixels.target().isDeflated()) {
      parts(before, pixels, stored, out);
      return;
    }
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      var deflating = new DeflaterOutputStream(out, deflater);
      parts(before, pixels, stored, deflating);
      deflating.finish();
      if (deflater.getBytesWritten() % 2 != 0) {
        // PS3.5 section A.5: an odd number of deflated bytes is padded.
        out.write(0);
      }
      out.flush();
    } finally {
      deflater.end();
    }
  }

  private static void parts(Dataset before, TranscodedPixels pixels, StoredPixels stored,
      OutputStream out) throws IOException {
    TransferSyntax inner = pixels.inner();
    new DatasetWriter(out, inner).write(before);
    pixels.write(out);
    Dataset after = stored.after();
    if (!after.isEmpty()) {
      // Written behind the character set that holds for it, which is then cut off again.
      var set = Dataset.builder();
      before.get(Tags.SPECIFIC_CHARACTER_SET).ifPresent(set::put);
      int head = DatasetWriter.toBytes(set.build(), inner).length();
      set.putAll(after);
      before.characterSet().ifPresent(set::readIn);
      Bytes both = DatasetWriter.toBytes(set.build(), inner);
      both.slice(head, both.length() - head).writeTo(out);
    }
    out.flush();
  }
}
