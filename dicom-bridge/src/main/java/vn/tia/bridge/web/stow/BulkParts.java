package vn.tia.bridge.web.stow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.stow.MultipartReader.Part;
import vn.tia.dicom.data.Bytes;

/// The bulk data of one request, each value in a file of its own until the request ends.
///
/// A value is found by the Content-Location or Content-ID of its part only: nothing is fetched
/// from anywhere.
final class BulkParts implements AutoCloseable {

  private static final int ITEM = 0xE000FFFE;

  private final Spool spool;
  private final Map<String, List<BulkPart>> byName = new HashMap<>();
  private final List<Path> files = new ArrayList<>();

  BulkParts(Spool spool) {
    this.spool = spool;
  }

  /// One value, or one frame of it.
  record BulkPart(Path file, MediaRange type, long length) {}

  /// Takes a part up to its end.
  void add(Part part) throws IOException {
    var file = spool.file();
    files.add(file);
    try (var out = Files.newOutputStream(file)) {
      part.body().transferTo(out);
    }
    var bulk = new BulkPart(file, part.type(), Files.size(file));
    part.header("content-location").ifPresent(name -> named(name).add(bulk));
    part.header("content-id").ifPresent(
        id -> named("cid:" + id.replaceAll("^<|>$", "")).add(bulk));
  }

  private List<BulkPart> named(String name) {
    return byName.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  /// The parts that a URI names, in the order in which they came; empty where it names none.
  Optional<List<BulkPart>> find(String uri) {
    return Optional.ofNullable(byName.get(uri));
  }

  static Bytes read(BulkPart part, long bytesMax) throws IOException {
    if (part.length() > bytesMax) {
      throw new IOException("a value within a sequence is longer than is taken");
    }
    return Bytes.wrap(Files.readAllBytes(part.file()));
  }

  /// The value as it is.
  static InputStream open(BulkPart part) throws IOException {
    return Files.newInputStream(part.file());
  }

  /// Frames as the items of encapsulated pixel data, behind an empty offset table (PS3.5 section
  /// A.4).
  static InputStream items(List<BulkPart> frames) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    streams.add(header(0));
    for (var frame : frames) {
      long padding = frame.length() & 1;
      streams.add(header(frame.length() + padding));
      streams.add(open(frame));
      if (padding == 1) {
        streams.add(new ByteArrayInputStream(new byte[1]));
      }
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private static InputStream header(long length) throws IOException {
    if (length > 0xFFFFFFFEL) {
      throw new IOException("a frame is longer than a fragment can be");
    }
    return new ByteArrayInputStream(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
        .putInt(ITEM).putInt((int) length).array());
  }

  @Override
  public void close() throws IOException {
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
