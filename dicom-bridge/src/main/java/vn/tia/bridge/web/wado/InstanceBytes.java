package vn.tia.bridge.web.wado;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.image.Frames;
import vn.tia.dicom.image.ImageObject;
import vn.tia.dicom.image.PixelDataException;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ElementLocation;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.io.SwappedStream;
import vn.tia.records.studies.StoredInstance;

/// Reads the bytes of instances: whole files, bulk values, frames.
public record InstanceBytes(CheckedObjects objects) {

  public static TransferSyntax syntax(StoredInstance instance) {
    return TransferSyntax.of(new Uid(instance.bytes().transferSyntaxUid()));
  }

  /// An image of an instance, open for reading its frames where they lie.
  public record OpenImage(ImageObject object, SeekableByteChannel channel)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// Opens the image with all attributes before its pixels, long ones too.
  ///
  /// @throws PixelDataException if it has no pixel data, or frames can't be told apart
  public OpenImage image(StoredInstance instance) throws IOException {
    var syntax = syntax(instance);
    var channel = objects.channel(instance.bytes());
    try {
      if (syntax.isDeflated()) {
        var whole = DicomFile.read(
            Channels.newInputStream(channel), ReadSettings.DEFAULT).dataset();
        return new OpenImage(new ImageObject(whole, syntax, Frames.of(whole, syntax)), channel);
      }
      var header = DicomFile.readHeader(
          Channels.newInputStream(channel), ReadLimits.DEFAULT);
      var pixels = header.pixelData().orElseThrow(
          () -> new PixelDataException("the object has no pixel data"));
      return new OpenImage(new ImageObject(header.dataset(), syntax,
          Frames.of(channel, header.dataset(), syntax, pixels)), channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// The whole data set but its pixels.
  public Dataset attributes(StoredInstance instance) throws IOException {
    try (var in = objects.stream(instance.bytes(), 0)) {
      return DicomFile.readHeader(in, ReadLimits.DEFAULT).dataset();
    }
  }

  /// A value that was left in the file, from its first byte on; words in little endian, whatever
  /// the file is in (PS3.18 section 8.7.3.5.1).
  InputStream bulk(StoredInstance instance, Vr vr, Value.Bulk bulk) throws IOException {
    var in = stored(instance, bulk);
    return syntax(instance).order() == ByteOrder.LITTLE_ENDIAN || vr.unit() == 1
        ? in : new SwappedStream(in, vr.unit());
  }

  private InputStream stored(StoredInstance instance, Value.Bulk bulk) throws IOException {
    long start = instance.bytes().datasetOffset();
    if (!syntax(instance).isDeflated()) {
      return objects.stream(instance.bytes(), start + bulk.offset());
    }
    var in = new InflaterInputStream(objects.stream(instance.bytes(), start), new Inflater(true)) {
      @Override
      public void close() throws IOException {
        super.close();
        inf.end();
      }
    };
    in.skipNBytes(bulk.offset());
    return in;
  }

  /// Some frames, counted from 0.
  ///
  /// @throws vn.tia.dicom.image.PixelDataException if the instance has no frames
  List<Bytes> frames(StoredInstance instance, Dataset header, int[] frames) throws IOException {
    try (var channel = objects.channel(instance.bytes())) {
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

  /// Sends a frame.
  @FunctionalInterface
  interface Sent {
    void send(InputStream in, long length) throws IOException;
  }

  /// Sends one frame out of the file where it lies, all its bytes checked before.
  ///
  /// @param frame counted from 0
  /// @return whether it could be sent so; else nothing was
  boolean send(StoredInstance instance, Dataset header, int frame, Sent sent) throws IOException {
    if (syntax(instance).isDeflated()) {
      return false;
    }
    try (var channel = objects.channel(instance.bytes())) {
      var all = frames(channel, instance, header);
      if (frame >= all.count()) {
        throw WebException.notFound();
      }
      var place = all.place(frame).filter(_ -> isInFile(header));
      if (place.isPresent()) {
        sent.send(channel.part(place.get().offset(), place.get().length()), place.get().length());
      }
      return place.isPresent();
    }
  }

  private static boolean isInFile(Dataset header) {
    return header.get(Tags.PIXEL_DATA)
        .filter(one -> one.value() instanceof Value.Bulk).isPresent();
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
}
