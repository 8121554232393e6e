package vn.tia.bench.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import vn.tia.bench.Folders;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.archive.Archive;
import vn.tia.bench.archive.Loader;
import vn.tia.bench.archive.Slices;
import vn.tia.bench.archive.Slices.Slice;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.Status;

/// Sends each of 1,000 instances 2 to 10 times at once, and then 100 UIDs with other bytes each
/// time: one copy is there, and it is one that was acknowledged.
public final class DuplicatesRun {
  private static final int SAME = 1_000;
  private static final int OTHER = 100;
  private static final int AT_ONCE_MAX = 10;
  private static final int CONFLICT = 0x0110;

  private final Slices slices = Slices.small();
  private final Sent sent = new Sent();

  private DuplicatesRun() {}

  public static void run(PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("tia-duplicates-");
    try {
      new DuplicatesRun().run(out, folder.resolve("data"));
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(PrintStream out, Path data) throws Exception {
    out.printf("## %,d instances 2 to %d times at once, %d UIDs with other bytes each time%n%n",
        SAME, AT_ONCE_MAX, OTHER);
    try (var program = TiaProgram.start(data, "-Xmx512m");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var loader = new Loader(new Archive("Tia", "TIA", program.dicomPort, ""));
      List<Association> associations = new ArrayList<>();
      for (int i = 0; i < AT_ONCE_MAX; i++) {
        associations.add(loader.open());
      }
      for (var slice : slices.study(SAME).slices()) {
        same(threads, associations, slice);
      }
      for (var slice : slices.study(OTHER).slices()) {
        other(threads, associations, slice);
      }
      for (var association : associations) {
        association.close();
      }
    }
    StoredCheck.run(out, data, sent);
  }

  private static int atOnce(Slice slice) {
    return 2 + Math.floorMod(slice.instance().sopInstanceUid().hashCode(), AT_ONCE_MAX - 1);
  }

  private void same(ExecutorService threads, List<Association> associations, Slice slice)
      throws Exception {
    var codes = send(threads, associations.subList(0, atOnce(slice)),
        _ -> slice.dataset(), slice);
    if (!codes.stream().allMatch(code -> code == 0)) {
      throw new IllegalStateException("the same instance was answered " + codes);
    }
    sent.acknowledged(slice);
  }

  private void other(ExecutorService threads, List<Association> associations, Slice slice)
      throws Exception {
    var codes = send(threads, associations.subList(0, atOnce(slice)),
        sender -> marked(slice, sender), slice);
    long kept = codes.stream().filter(code -> code == 0).count();
    long refused = codes.stream().filter(code -> code == CONFLICT).count();
    if (kept != 1 || kept + refused != codes.size()) {
      throw new IllegalStateException("different instances of one UID were answered " + codes);
    }
    sent.instances().put(slice.instance().sopInstanceUid(),
        Sent.sum(marked(slice, codes.indexOf(0))));
  }

  /// The data set with another last pixel for each sender.
  private static InputStream marked(Slice slice, int sender) {
    byte[] file = slice.toFile();
    return new SequenceInputStream(
        new ByteArrayInputStream(file, slice.datasetAt(), file.length - slice.datasetAt() - 1),
        new ByteArrayInputStream(new byte[] {(byte) (100 + sender)}));
  }

  /// The bytes that a sender sends.
  private interface Content {
    InputStream of(int sender) throws IOException;
  }

  private List<Integer> send(ExecutorService threads, List<Association> associations,
      Content content, Slice slice) throws Exception {
    List<Callable<Status>> sends = new ArrayList<>();
    for (int i = 0; i < associations.size(); i++) {
      int sender = i;
      sent.sendings().incrementAndGet();
      sends.add(() -> associations.get(sender).store(slice.instance(), content.of(sender)));
    }
    List<Integer> codes = new ArrayList<>();
    for (var answer : threads.invokeAll(sends)) {
      codes.add(answer.get().code());
    }
    return codes;
  }
}
