package vn.tia.bench.memory;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import vn.tia.bench.Table;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.Frames;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;

/// The work of the memory run: sender and receiver in one process, the file on the disk.
final class LargeObject {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String SOP_CLASS = Uids.ENHANCED_CT_IMAGE_STORAGE.value();
  private static final int FRAMES = 6_000;
  private static final long PIXEL_BYTES = 512L * 512 * 2 * FRAMES;
  private static final double MEGABYTE = 1 << 20;

  private final Path file;
  private final Table table = new Table("step", "seconds", "MB/s", "heap at most, MiB");

  private LargeObject(Path file) {
    this.file = file;
  }

  public static void main(String[] none) throws Exception {
    Path file = Files.createTempFile("tia-bench-", ".dcm");
    try {
      new LargeObject(file).run();
    } finally {
      Files.delete(file);
    }
  }

  private interface Step {
    void take() throws Exception;
  }

  private void run() throws Exception {
    try (var server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.anyone(), List.of(new FileReceiver(file)))) {
      measure("send a generated stream by C-STORE, receive it into a file", PIXEL_BYTES,
          () -> send(server.port()));
    }
    measure("read its header", 0, this::header);
    measure("read its last frame", 0, this::lastFrame);
    try (var server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.anyone(), List.of(new FileReceiver(Path.of("/dev/null"))))) {
      measure("send the file by C-STORE to a receiver that discards", PIXEL_BYTES,
          () -> sendFile(server.port()));
    }
    table.print(System.out);
  }

  private void measure(String name, long bytes, Step step) throws Exception {
    List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    step.take();
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    table.row(name, "%.3f".formatted(seconds),
        bytes == 0 ? "" : "%.0f".formatted(bytes / seconds / 1e6),
        "%.0f".formatted(peak / MEGABYTE));
  }

  private static ClientSettings to(int port) {
    return ClientSettings.toLoopback(port, "TIA_BENCH", "TIA")
        .propose(SOP_CLASS, List.of(SYNTAX.uid().value()));
  }

  private static void send(int port) throws IOException {
    var instance = new Instance(SOP_CLASS, "1.2.3", SYNTAX.uid().value());
    try (var association = Association.open(to(port))) {
      check(association.store(instance, new SequenceInputStream(head(), new Pixels(PIXEL_BYTES))));
    }
  }

  private void sendFile(int port) throws IOException {
    try (var association = Association.open(to(port))) {
      check(association.store(file));
    }
  }

  private static void check(Status status) throws IOException {
    if (status.code() != 0) {
      throw new IOException("the receiver answered %04X".formatted(status.code()));
    }
  }

  /// The data set up to the length of its pixel data.
  private static InputStream head() {
    Bytes attributes = DatasetWriter.toBytes(Dataset.builder()
        .put(Tags.SOP_CLASS_UID, SOP_CLASS)
        .put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.SAMPLES_PER_PIXEL, 1)
        .put(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .put(Tags.NUMBER_OF_FRAMES, FRAMES)
        .put(Tags.ROWS, 512).put(Tags.COLUMNS, 512)
        .put(Tags.BITS_ALLOCATED, 16).put(Tags.BITS_STORED, 12).put(Tags.HIGH_BIT, 11)
        .put(Tags.PIXEL_REPRESENTATION, 0)
        .build(), SYNTAX);
    ByteBuffer pixelData = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    pixelData.putShort((short) 0x7FE0).putShort((short) 0x0010)
        .put((byte) 'O').put((byte) 'W').putShort((short) 0).putInt((int) PIXEL_BYTES);
    return new ByteArrayInputStream(
        Bytes.concat(attributes, Bytes.wrap(pixelData.array())).toArray());
  }

  private void header() throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    long length = header.pixelData().orElseThrow().length();
    if (length != PIXEL_BYTES) {
      throw new IOException("the pixel data has %d bytes".formatted(length));
    }
  }

  private void lastFrame() throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    try (var channel = FileChannel.open(file)) {
      Bytes frame = Frames.of(channel, header.dataset(), SYNTAX, header.pixelData().orElseThrow())
          .read(FRAMES - 1);
      if (frame.at(frame.length() - 1) != Pixels.valueAt(PIXEL_BYTES - 1)) {
        throw new IOException("the last frame is not what was sent");
      }
    }
  }

  /// Keeps the one instance in a file.
  private record FileReceiver(Path file) implements StoreService {
    @Override
    public boolean serves(String sopClassUid) {
      return true;
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        DicomFile.writeHead(out, FileMetaInformation.of(
            SYNTAX, request.sopClassUid(), request.sopInstanceUid()));
        dataset.transferTo(out);
      }
      return Status.SUCCESS;
    }
  }
}
