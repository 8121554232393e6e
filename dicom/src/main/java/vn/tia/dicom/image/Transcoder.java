package vn.tia.dicom.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;

/// Brings files into another transfer syntax without losing a bit of their pixels.
public final class Transcoder {
  private Transcoder() {}

  /// The same object in another transfer syntax, uncompressed or RLE, with a new file header.
  ///
  /// @throws PixelDataException if the pixel data can't be unpacked or packed without loss
  public static DicomFile transcode(DicomFile file, TransferSyntax target) throws IOException {
    TransferSyntax source = file.meta().syntax();
    Dataset dataset = file.dataset();
    if (target.isEncapsulated() && !dataset.contains(Tags.PIXEL_DATA)) {
      throw new PixelDataException("there is no " + Tags.PIXEL_DATA + " to be packed");
    }
    if (!source.uid().equals(target.uid()) && dataset.contains(Tags.PIXEL_DATA)) {
      dataset = dataset.apply(pixels(dataset, source, target));
    }
    var meta = FileMetaInformation.of(target,
        dataset.string(Tags.SOP_CLASS_UID).or(file.meta()::sopClass).orElse(""),
        dataset.string(Tags.SOP_INSTANCE_UID).or(file.meta()::sopInstance).orElse(""));
    return new DicomFile(file.preamble(), meta, dataset);
  }

  private static List<Edit> pixels(Dataset dataset, TransferSyntax source, TransferSyntax target)
      throws IOException {
    Element pixels = dataset.get(Tags.PIXEL_DATA).orElseThrow();
    boolean isPacked = pixels.value() instanceof Value.Fragments;
    if (isPacked && !source.uid().equals(TransferSyntax.RLE_LOSSLESS.uid())) {
      throw new PixelDataException("there is no way from %s to %s here: of compressed pixel data,"
          .formatted(source.name(), target.name()) + " only RLE can be unpacked");
    }
    if (isPacked) {
      return unpacked(dataset, target);
    }
    if (target.isEncapsulated()) {
      return List.of(new Edit.Put(packed(dataset, source)));
    }
    boolean changesOrder = source.order() != target.order();
    return changesOrder && pixels.vr() == Vr.OW && PixelLayout.of(dataset).format()
        .bitsAllocated() == 32
        ? List.of(put(Vr.OW, halvesSwapped(pixels.bytes().orElse(Bytes.EMPTY))))
        : List.of();
  }

  /// All frames, each packed into one fragment, with their offsets before (PS3.5 section A.4).
  private static Element packed(Dataset dataset, TransferSyntax source) throws IOException {
    PixelLayout layout = PixelLayout.of(dataset);
    Frames frames = Frames.of(dataset, source);
    List<Bytes> fragments = new ArrayList<>();
    for (int i = 0; i < frames.count(); i++) {
      fragments.add(RunLengthCells.pack(frames.read(i), layout));
    }
    var value = new Value.Fragments(offsetTable(fragments), fragments);
    return new Element(Tags.PIXEL_DATA, Vr.OB, value);
  }

  /// The offsets, none where they don't fit into 32 bits.
  private static Bytes offsetTable(List<Bytes> fragments) {
    byte[] table = new byte[fragments.size() * 4];
    long offset = 0;
    for (int i = 0; i < fragments.size(); i++) {
      for (int part = 0; part < 4; part++) {
        table[i * 4 + part] = (byte) (offset >>> 8 * part);
      }
      offset += 8L + fragments.get(i).length();
    }
    return offset > 0xFFFFFFFFL ? Bytes.EMPTY : Bytes.wrap(table);
  }

  private static List<Edit> unpacked(Dataset dataset, TransferSyntax target) throws IOException {
    PixelLayout layout = PixelLayout.of(dataset);
    Frames frames = Frames.of(dataset, TransferSyntax.RLE_LOSSLESS);
    Bytes[] parts = new Bytes[frames.count()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = RunLengthCells.unpack(frames.read(i), layout);
    }
    int bits = layout.format().bitsAllocated();
    Bytes all = Bytes.concat(parts);
    boolean isBig = target.form() == TransferSyntax.Form.EXPLICIT_BIG;
    return List.of(
        put(bits > 8 ? Vr.OW : Vr.OB, isBig && bits == 32 ? halvesSwapped(all) : all),
        new Edit.Remove(Tags.EXTENDED_OFFSET_TABLE),
        new Edit.Remove(Tags.EXTENDED_OFFSET_TABLE_LENGTHS));
  }

  private static Edit put(Vr vr, Bytes bytes) {
    return new Edit.Put(new Element(Tags.PIXEL_DATA, vr, new Value.Binary(bytes)));
  }

  /// Cells of 32 bits with their halves exchanged: OW is turned by its words of 16 bits, so that
  /// this and the turning together turn the cells.
  private static Bytes halvesSwapped(Bytes bytes) {
    byte[] swapped = bytes.toArray();
    for (int i = 0; i + 4 <= swapped.length; i += 4) {
      for (int part = 0; part < 2; part++) {
        swapped[i + part] = bytes.at(i + 2 + part);
        swapped[i + 2 + part] = bytes.at(i + part);
      }
    }
    return Bytes.wrap(swapped);
  }
}
