package vn.tia.bench.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;

/// Sends instances on some associations at once for some time, one after the other on each.
final class Load {
  private final Instances instances;
  private final ClientSettings settings;

  Load(Instances instances, int port, String calledAe) {
    this.instances = instances;
    this.settings = ClientSettings.toLoopback(port, "TIA_BENCH", calledAe)
        .propose(Uids.CT_IMAGE_STORAGE.value(),
            List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value()));
  }

  /// The instances stored each second: those acknowledged after a warm-up, divided by their time.
  double run(int associations, Duration warmUp, Duration time) throws Exception {
    var acknowledged = new AtomicLong();
    long end = System.nanoTime() + warmUp.plus(time).toNanos();
    List<Future<?>> senders = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < associations; i++) {
        senders.add(threads.submit(() -> send(end, acknowledged)));
      }
      Thread.sleep(warmUp);
      long start = System.nanoTime();
      long before = acknowledged.get();
      Thread.sleep(time);
      double rate = (acknowledged.get() - before) * 1e9 / (System.nanoTime() - start);
      for (Future<?> sender : senders) {
        check(sender);
      }
      return rate;
    }
  }

  private static void check(Future<?> sender) throws IOException, InterruptedException {
    try {
      sender.get();
    } catch (ExecutionException e) {
      throw new IOException("a sender failed", e.getCause());
    }
  }

  private Void send(long end, AtomicLong acknowledged) throws IOException {
    try (var association = Association.open(settings)) {
      while (System.nanoTime() < end) {
        Instances.Sent sent = instances.next();
        Status status = association.store(sent.instance(), sent.dataset());
        if (status.code() != 0) {
          throw new IOException("the peer answered %04X".formatted(status.code()));
        }
        acknowledged.incrementAndGet();
      }
    }
    return null;
  }
}
