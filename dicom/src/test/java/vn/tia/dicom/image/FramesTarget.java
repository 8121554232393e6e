package vn.tia.dicom.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as encapsulated pixel data with its offset tables. The first byte says
/// how many frames there are, the second how many entries an extended offset table has.
///
/// The frames are the same whether their fragments stay in the file or are held in memory, or both
/// ways end in a [PixelDataException].
public final class FramesTarget {
  private static final int PARAMETERS = 2;
  private static final int ENTRY_BYTES = 8;

  private FramesTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length >= PARAMETERS) {
      Trial.run(() -> locate(input));
    }
  }

  private static void locate(byte[] input) throws IOException {
    int frames = 1 + (input[0] & 0x3F);
    int tableBytes = (input[1] & 0x0F) * ENTRY_BYTES;
    int start = PARAMETERS + 2 * tableBytes;
    if (start > input.length) {
      return;
    }
    Dataset header = Dataset.builder()
        .put(Tags.NUMBER_OF_FRAMES, frames)
        .put(Tags.ROWS, 1)
        .put(Tags.COLUMNS, 1)
        .put(Tags.BITS_ALLOCATED, 8)
        .put(Tags.EXTENDED_OFFSET_TABLE, Bytes.wrap(input, PARAMETERS, tableBytes))
        .put(Tags.EXTENDED_OFFSET_TABLE_LENGTHS,
            Bytes.wrap(input, PARAMETERS + tableBytes, tableBytes))
        .build();
    PixelLayout layout = PixelLayout.of(header);
    PixelSource source = new PixelSource.Memory(Bytes.wrap(input));
    FragmentIndex index;
    try {
      index = FragmentIndex.scan(source, start, PixelLimits.DEFAULT);
    } catch (PixelDataException refused) {
      return;
    }
    List<Bytes> fragments = new ArrayList<>();
    for (Span span : index.fragments()) {
      fragments.add(source.read(span.offset(), (int) span.length()));
    }
    Trial.equal(
        frames(() -> EncapsulatedFrames.of(source, index, header, layout)),
        frames(() -> EncapsulatedFrames.of(header, layout, index.table(), fragments)),
        "frames held in memory");
  }

  private interface Opening {
    Frames open() throws IOException;
  }

  /// All frames, empty where they are refused.
  private static Optional<List<Bytes>> frames(Opening opening) throws IOException {
    try {
      Frames frames = opening.open();
      List<Bytes> all = new ArrayList<>();
      for (int i = 0; i < frames.count(); i++) {
        all.add(frames.read(i));
      }
      return Optional.of(all);
    } catch (PixelDataException refused) {
      return Optional.empty();
    }
  }
}
