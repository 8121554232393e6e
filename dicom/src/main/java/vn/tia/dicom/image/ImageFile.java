package vn.tia.dicom.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.ElementLocation;

/// A DICOM file with pixel data, open for reading single frames.
///
/// Only the header and the frames asked for are read. Several threads may read at once.
public final class ImageFile implements AutoCloseable {
  private final FileChannel channel;
  private final ImageObject object;

  private ImageFile(FileChannel channel, ImageObject object) {
    this.channel = channel;
    this.object = object;
  }

  /// Opens a file, and finds its frames.
  ///
  /// @throws vn.tia.dicom.io.DicomParseException if it is no DICOM file
  /// @throws PixelDataException if it has no pixel data, or frames that can't be told apart
  public static ImageFile open(Path file) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    TransferSyntax syntax = header.meta().syntax();
    ElementLocation pixels = header.pixelData()
        .orElseThrow(() -> new PixelDataException("the object has no pixel data"));
    FileChannel channel = FileChannel.open(file);
    try {
      // Inside a deflated data set no place can be read without all before it.
      Frames frames = syntax.isDeflated()
          ? Frames.of(DicomFile.read(file).dataset(), syntax)
          : Frames.of(channel, header.dataset(), syntax, pixels);
      return new ImageFile(channel, new ImageObject(header.dataset(), syntax, frames));
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  ImageObject object() {
    return object;
  }

  /// The elements before the pixel data.
  public Dataset header() {
    return object.attributes();
  }

  public TransferSyntax syntax() {
    return object.syntax();
  }

  public PixelLayout layout() {
    return object.layout();
  }

  /// How many frames the object says it has.
  public int frameCount() {
    return object.frames().count();
  }

  /// The bytes of one frame, counted from 0, as [Frames#read] gives them.
  public Bytes bytes(int frame) throws IOException {
    return object.frames().read(frame);
  }

  /// The samples of one frame, counted from 0.
  public Decoded decode(int frame) throws IOException {
    return object.decode(frame);
  }

  /// One frame, counted from 0, as the object wants to be seen: its stored pixels, no overlays.
  public Rendered render(int frame) throws IOException {
    return render(frame, RenderSettings.PLAIN);
  }

  /// One frame, counted from 0, through a window of grey values: its stored pixels, no overlays.
  public Rendered render(int frame, Window window) throws IOException {
    return render(frame, RenderSettings.PLAIN.with(new Tone.Through(window)));
  }

  /// One frame, counted from 0, in the way that the settings say.
  public Rendered render(int frame, RenderSettings settings) throws IOException {
    return object.render(frame, settings);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
