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
  private final Dataset header;
  private final TransferSyntax syntax;
  private final PixelLayout layout;
  private final Frames frames;

  private ImageFile(FileChannel channel, Dataset header, TransferSyntax syntax, Frames frames)
      throws IOException {
    this.channel = channel;
    this.header = header;
    this.syntax = syntax;
    this.layout = PixelLayout.of(header);
    this.frames = frames;
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
      return new ImageFile(channel, header.dataset(), syntax, frames);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// The elements before the pixel data.
  public Dataset header() {
    return header;
  }

  public TransferSyntax syntax() {
    return syntax;
  }

  public PixelLayout layout() {
    return layout;
  }

  /// How many frames the object says it has.
  public int frameCount() {
    return frames.count();
  }

  /// The bytes of one frame, counted from 0, as [Frames#read] gives them.
  public Bytes bytes(int frame) throws IOException {
    return frames.read(frame);
  }

  /// The samples of one frame, counted from 0.
  public Decoded decode(int frame) throws IOException {
    return FrameDecoder.decode(bytes(frame), layout, syntax);
  }

  /// One frame, counted from 0, as the object wants to be seen.
  public Rendered render(int frame) throws IOException {
    return switch (decode(frame)) {
      case Decoded.Pixels(var samples) -> new Rendered.Shown(
          Renderer.render(FrameAttributes.of(header, frame), samples));
      case Decoded.Undecodable(var by, var why) -> new Rendered.NotShown(by, why);
    };
  }

  /// One frame, counted from 0, through a window of grey values.
  public Rendered render(int frame, Window window) throws IOException {
    return switch (decode(frame)) {
      case Decoded.Pixels(var samples) -> new Rendered.Shown(
          Renderer.render(FrameAttributes.of(header, frame), samples, window));
      case Decoded.Undecodable(var by, var why) -> new Rendered.NotShown(by, why);
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
