package vn.tia.dicom.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;

/// Writes what arrives into a folder, up to a number of instances.
final class Receiver implements StoreService {
  static final Option DIRECTORY =
      Option.value("--dir", "FOLDER", "where files are written (the current folder)");
  static final Option ACCEPT = Option.value("--accept", "SYNTAX",
      "a transfer syntax to take, most wanted first; may be given often");
  static final Option VERBOSE = Option.flag("--verbose", "print a line for each instance");

  private static final String DICOM_ROOT = "1.2.840.10008.";

  /// All that PS3.6 lists. Explicit VR is wanted most: implicit VR loses those of private elements.
  private static final List<String> ALL_SYNTAXES = Stream.concat(
          DimseService.UNCOMPRESSED.stream(),
          UidRegistry.all().stream()
              .filter(entry -> entry.type().equals("Transfer Syntax"))
              .map(entry -> entry.uid().value()))
      .distinct()
      .toList();

  /// What archives keep images in: few enough to be proposed for each of 127 classes.
  private static final List<String> USUAL_SYNTAXES = Stream.concat(
          DimseService.UNCOMPRESSED.stream(),
          Stream.of(Uids.JPEG_BASELINE_8_BIT, Uids.JPEG_EXTENDED_12_BIT, Uids.JPEG_LOSSLESS,
                  Uids.JPEG_LOSSLESS_SV1, Uids.JPEGLS_LOSSLESS, Uids.JPEGLS_NEAR_LOSSLESS,
                  Uids.JPEG2000_LOSSLESS, Uids.JPEG2000, Uids.RLE_LOSSLESS,
                  Uids.HTJ2K_LOSSLESS, Uids.HTJ2K, Uids.MPEG2MPML, Uids.MPEG4HP41,
                  Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
              .map(Uid::value))
      .toList();

  private final Path folder;
  private final Consumer<String> console;
  private final int max;
  private final List<String> syntaxes;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final CountDownLatch last = new CountDownLatch(1);

  private Receiver(
      Path folder, List<String> syntaxes, Consumer<String> console, int max) {
    this.folder = folder;
    this.syntaxes = syntaxes;
    this.console = console;
    this.max = max;
  }

  /// A receiver that tells each file, and takes all transfer syntaxes unless some are named.
  static Receiver telling(Arguments arguments, Console console, int max)
      throws IOException, UsageException {
    return new Receiver(
        folder(arguments), syntaxes(arguments, ALL_SYNTAXES), console::say, max);
  }

  /// A receiver that tells each file only if that is wanted, and takes the usual transfer syntaxes
  /// unless others are named.
  static Receiver quiet(Arguments arguments, Console console)
      throws IOException, UsageException {
    Consumer<String> told = arguments.has(VERBOSE) ? console::say : _ -> {};
    return new Receiver(
        folder(arguments), syntaxes(arguments, USUAL_SYNTAXES), told, Integer.MAX_VALUE);
  }

  private static Path folder(Arguments arguments) throws IOException {
    return Files.createDirectories(Path.of(arguments.value(DIRECTORY).orElse(".")));
  }

  private static List<String> syntaxes(Arguments arguments, List<String> usual)
      throws UsageException {
    List<String> uids = new ArrayList<>();
    for (String name : arguments.values(ACCEPT)) {
      uids.add(Syntaxes.uid(ACCEPT, name));
    }
    return uids.isEmpty() ? usual : List.copyOf(uids);
  }

  /// Storage classes that PS3.6 lists, and private ones, of which nobody knows.
  @Override
  public boolean serves(String sopClassUid) {
    return !sopClassUid.startsWith(DICOM_ROOT)
        || UidRegistry.storageClasses().stream()
            .anyMatch(entry -> entry.uid().value().equals(sopClassUid));
  }

  @Override
  public List<String> transferSyntaxes() {
    return syntaxes;
  }

  @Override
  public Status store(StoreRequest request, InputStream dataset) throws IOException {
    Optional<Uid> instance = Uid.parse(request.sopInstanceUid());
    if (instance.isEmpty()) {
      return Status.INVALID_SOP_INSTANCE;
    }
    if (begun.incrementAndGet() > max) {
      return Status.OUT_OF_RESOURCES.withComment("this receiver takes no more instances");
    }
    try {
      write(request, instance.get(), dataset);
    } catch (IOException | RuntimeException e) {
      begun.decrementAndGet();
      throw e;
    }
    if (written.incrementAndGet() == max) {
      last.countDown();
    }
    return Status.SUCCESS;
  }

  private void write(StoreRequest request, Uid instance, InputStream dataset) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(new Uid(request.transferSyntaxUid()));
    // Named by a UID that was checked: digits and dots can't lead out of the folder.
    Path file = folder.resolve(instance.value() + ".dcm");
    NewFile.writeDurably(file, out -> {
      DicomFile.writeHead(
          out, FileMetaInformation.of(syntax, request.sopClassUid(), instance.value()));
      dataset.transferTo(out);
    });
    synchronized (console) {
      console.accept(
          "%s: %s from %s, %s".formatted(file, UidRegistry.nameOf(request.sopClassUid()),
              Printable.of(request.association().callingAe()), syntax.name()));
    }
  }

  /// Waits until the last instance was written.
  void awaitLast() throws InterruptedException {
    last.await();
  }

  /// Lets [#awaitLast] return at once.
  void stop() {
    last.countDown();
  }

  String summary() {
    return written.get() + " received";
  }
}
