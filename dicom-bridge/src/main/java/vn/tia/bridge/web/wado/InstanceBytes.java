package vn.tia.bridge.web.wado;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.image.Frames;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ElementLocation;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.records.studies.StoredInstance;

/// Reads the bytes of instances: whole files, bulk values, frames.
record InstanceBytes(ObjectStore objects) {

  static TransferSyntax syntax(StoredInstance instance) {
    return TransferSyntax.of(new Uid(instance.bytes().transferSyntaxUid()));
  }

  /// Copies the file as it is stored.
  void copy(StoredInstance instance, OutputStream out) throws IOException {
    try (var in = objects.stream(id(instance), 0)) {
      in.transferTo(out);
    }
  }

  /// Some frames, counted from 0.
  ///
  /// @throws vn.tia.dicom.image.PixelDataException if the instance has no frames
  List<Bytes> frames(StoredInstance instance, Dataset header, int[] frames) throws IOException {
    try (var channel = objects.open(id(instance))) {
      var all = frames(channel, instance, header);
      if (IntStream.of(frames).anyMatch(frame -> frame >= all.count())) {
        throw WebException.notFound();
      }
      List<Bytes> bytes = new ArrayList<>(frames.length);
      for (int frame : frames) {
        bytes.add(all.read(frame));
      }
      return bytes;
    }
  }

  private static Frames frames(SeekableByteChannel channel, StoredInstance instance, Dataset header)
      throws IOException {
    var syntax = syntax(instance);
    var pixels = header.get(Tags.PIXEL_DATA);
    if (syntax.isDeflated() || pixels.isEmpty()
        || !(pixels.get().value() instanceof Value.Bulk bulk)) {
      // Deflated: no place can be read without all before it. Short: the header holds it.
      var in = Channels.newInputStream(channel);
      return Frames.of(DicomFile.read(in, ReadSettings.DEFAULT).dataset(), syntax);
    }
    return Frames.of(channel, header, syntax, new ElementLocation(Tags.PIXEL_DATA,
        pixels.get().vr(), instance.bytes().datasetOffset() + bulk.offset(), bulk.length()));
  }

  /// Copies a value that was left in the file.
  void copyBulk(StoredInstance instance, Element element, OutputStream out) throws IOException {
    var bulk = (Value.Bulk) element.value();
    if (syntax(instance).isDeflated()) {
      copyInflated(instance, bulk, out);
      return;
    }
    try (var in = objects.stream(
        id(instance), instance.bytes().datasetOffset() + bulk.offset())) {
      copy(in, bulk.length(), out);
    }
  }

  private void copyInflated(StoredInstance instance, Value.Bulk bulk, OutputStream out)
      throws IOException {
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(
        objects.stream(id(instance), instance.bytes().datasetOffset()), inflater)) {
      in.skipNBytes(bulk.offset());
      copy(in, bulk.length(), out);
    } finally {
      inflater.end();
    }
  }

  private static void copy(InputStream in, long length, OutputStream out)
      throws IOException {
    var buffer = new byte[65_536];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException("a stored object ends " + left + " bytes too early");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }

  private static ObjectId id(StoredInstance instance) {
    return new ObjectId(instance.bytes().objectId());
  }
}
