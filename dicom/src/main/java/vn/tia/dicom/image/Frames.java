package vn.tia.dicom.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.ElementLocation;

/// The frames of an object's pixel data, found without reading more than their edges.
///
/// A frame's bytes are those of its transfer syntax: the codestream of a compressed one; of a
/// native one, its samples in little endian; of a video, the whole stream.
public sealed interface Frames permits NativeFrames, EncapsulatedFrames, VideoFrames {

  /// How many frames there are.
  int count();

  /// What the pixels look like.
  PixelLayout layout();

  /// The bytes of one frame, counted from 0.
  ///
  /// @throws PixelDataException if the source ends before the frame does
  /// @throws IndexOutOfBoundsException if there is no such frame
  Bytes read(int frame) throws IOException;

  /// Where a frame lies in its source just as [#read] gives it; empty where its bytes are turned,
  /// shifted or joined.
  default Optional<Place> place(int frame) throws IOException {
    return Optional.empty();
  }

  /// A run of bytes in the source.
  record Place(long offset, long length) {}

  /// The frames of a data set that holds its pixel data.
  ///
  /// @throws PixelDataException if there is none, or frames can't be told apart
  static Frames of(Dataset dataset, TransferSyntax syntax) throws IOException {
    Element element = Stream.of(
            Tags.PIXEL_DATA, Tags.FLOAT_PIXEL_DATA, Tags.DOUBLE_FLOAT_PIXEL_DATA)
        .flatMap(tag -> dataset.get(tag).stream())
        .findFirst()
        .orElseThrow(() -> new PixelDataException("there is no " + Tags.PIXEL_DATA));
    PixelLayout layout = PixelLayout.of(dataset, element.tag());
    return switch (element.value()) {
      case Value.Binary(var bytes) ->
          new NativeFrames(new PixelSource.Memory(bytes), new Span(0, bytes.length()),
              NativeFrames.Form.inMemory(layout, syntax, element.vr()));
      case Value.Fragments(var table, var fragments) ->
          isVideo(syntax)
              ? new VideoFrames(
                  EncapsulatedFrames.of(dataset, layout.ofOneFrame(), table, fragments), layout)
              : EncapsulatedFrames.of(dataset, layout, table, fragments);
      case Value.Empty _ -> throw new PixelDataException(Tags.PIXEL_DATA + " is empty");
      case Value.Bulk _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Sequence _ ->
          throw new PixelDataException(Tags.PIXEL_DATA + " is not held by the data set");
    };
  }

  /// The frames of a file whose header was read, and whose pixel data stays on the disk.
  ///
  /// @throws PixelDataException if frames can't be told apart
  static Frames of(SeekableByteChannel file, Dataset header, TransferSyntax syntax,
      ElementLocation pixelData) throws IOException {
    PixelLayout layout = PixelLayout.of(header, pixelData.tag());
    PixelSource source = new PixelSource.File(file);
    if (pixelData.hasUndefinedLength()) {
      FragmentIndex index =
          FragmentIndex.scan(source, pixelData.offset(), PixelLimits.DEFAULT);
      return isVideo(syntax)
          ? new VideoFrames(
              EncapsulatedFrames.of(source, index, header, layout.ofOneFrame()), layout)
          : EncapsulatedFrames.of(source, index, header, layout);
    }
    Span span = new Span(pixelData.offset(), pixelData.length());
    return new NativeFrames(
        source, span, NativeFrames.Form.inFile(layout, syntax, pixelData.vr()));
  }

  private static boolean isVideo(TransferSyntax syntax) {
    return PixelCoding.of(syntax) == PixelCoding.VIDEO;
  }
}
