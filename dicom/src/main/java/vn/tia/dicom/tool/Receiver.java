package vn.tia.dicom.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;

/// Writes what arrives into a folder, up to a number of instances.
final class Receiver implements StoreService {
  private static final String DICOM_ROOT = "1.2.840.10008.";

  /// All that PS3.6 lists. Explicit VR is wanted most: implicit VR loses those of private elements.
  private static final List<String> SYNTAXES = Stream.concat(
          DimseService.UNCOMPRESSED.stream(),
          UidRegistry.all().stream()
              .filter(entry -> entry.type().equals("Transfer Syntax"))
              .map(entry -> entry.uid().value()))
      .distinct()
      .toList();

  private final Path folder;
  private final Console console;
  private final int max;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final CountDownLatch last = new CountDownLatch(1);

  Receiver(Path folder, Console console, int max) {
    this.folder = folder;
    this.console = console;
    this.max = max;
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
    return SYNTAXES;
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
    NewFile.write(file, out -> {
      DicomFile.writeHead(
          out, FileMetaInformation.of(syntax, request.sopClassUid(), instance.value()));
      dataset.transferTo(out);
    });
    synchronized (console) {
      console.say("%s: %s from %s, %s".formatted(file, UidRegistry.nameOf(request.sopClassUid()),
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
