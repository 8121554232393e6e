package vn.tia.bridge.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.web.stow.FilePart;
import vn.tia.bridge.web.stow.StowSource;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.studies.CachedStudies;

/// The bounded cache of other archives' studies: what was not used for longest goes first, and
/// nothing goes that is being read.
public final class StudyCache {

  private static final Logger LOG = LoggerFactory.getLogger(StudyCache.class);

  private final CachedStudies cached;
  private final Stores stores;
  private final Limits limits;
  private final Semaphore fetches;
  private final Map<String, FutureTask<Integer>> running = new ConcurrentHashMap<>();

  /// Where copies go, and who hears of it.
  public record Stores(InstanceIntake intake, ObjectStore objects, Audit audit) {}

  /// The limits.
  ///
  /// @param bytesMax what all copies take; 50 GB by default, some hundred studies
  /// @param lease for how long who reads a copy counts on it; an hour by default, far longer than a
  ///     slow line takes for a study
  /// @param fetchesMax studies that are fetched at once; 4 by default, so that a list of priors
  ///     doesn't take all the other archive has
  public record Limits(long bytesMax, Duration lease, int fetchesMax) {
    public static final Limits DEFAULT = new Limits(50L << 30, Duration.ofHours(1), 4);

    public Limits {
      if (bytesMax < 1 || fetchesMax < 1 || !lease.isPositive()) {
        throw new IllegalArgumentException("the limits of a cache are above 0");
      }
    }
  }

  public StudyCache(CachedStudies cached, Stores stores, Limits limits) {
    this.cached = cached;
    this.stores = stores;
    this.limits = limits;
    this.fetches = new Semaphore(limits.fetchesMax());
  }

  /// Keeps a copy here while it is read.
  void lease(long studyId) {
    cached.lease(studyId, limits.lease());
  }

  /// Fetches a study; who asks for one that is on its way waits for it.
  ///
  /// @throws IOException if not all of it came: then none of it stays
  void fetch(Remote remote, String studyUid) throws IOException {
    var key = remote.facilityId() + "\\" + studyUid;
    var mine = new FutureTask<>(() -> fetchNow(remote, studyUid));
    var running = Optional.ofNullable(this.running.putIfAbsent(key, mine)).orElse(mine);
    if (running == mine) {
      // On a thread of its own: whoever gives up waiting doesn't take it from the others.
      Thread.ofVirtual().name("remote-fetch").start(() -> {
        mine.run();
        this.running.remove(key, mine);
      });
    }
    try {
      running.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while a study was fetched");
    } catch (ExecutionException e) {
      throw new IOException("from %s: %s".formatted(remote.archive().name(),
          e.getCause() instanceof IOException cause ? cause.getMessage() : e.getCause()), e);
    }
  }

  private int fetchNow(Remote remote, String studyUid) throws IOException, InterruptedException {
    fetches.acquire();
    try {
      makeRoom();
      int given = remote.archive().retrieve(studyUid, new Copies(remote, studyUid));
      if (given == 0) {
        throw new IOException("it gave nothing of the study");
      }
      cached.complete(studyUid, remote.facilityId());
      cached.standing(studyUid, vn.tia.records.access.Access.to(remote.facilityId()))
          .ifPresent(one -> lease(one.studyId()));
      makeRoom();
      stores.audit().record(new AuditRecord(java.util.OptionalInt.of(remote.facilityId()),
          "DICOM", remote.archive().name(), "fetch", given + " instances", "done"));
      return given;
    } catch (IOException | RuntimeException e) {
      var rest = cached.unfinished(studyUid, remote.facilityId());
      if (rest.isPresent()) {
        evict(rest.get());
      }
      throw e;
    } finally {
      fetches.release();
    }
  }

  /// Evicts copies until the limit is kept, as far as nobody counts on them.
  public void makeRoom() throws IOException {
    while (cached.bytes() > limits.bytesMax()) {
      var oldest = cached.oldest();
      if (oldest.isEmpty()) {
        LOG.warn("the cache of remote studies is over its limit, all of it is in use");
        return;
      }
      evict(oldest.get());
    }
  }

  private void evict(long studyId) throws IOException {
    // The rows first: an object without a row is swept, a row without its object would be damage.
    for (var object : cached.evict(studyId)) {
      stores.objects().delete(new ObjectId(object));
    }
  }

  /// Takes the instances of one study.
  private final class Copies implements RemoteArchive.Taker {
    private final Remote remote;
    private final String source;
    private final String study;
    private final FilePart files =
        new FilePart(stores.intake(), StorageClasses.REGISTERED_AND_UNKNOWN);
    private final AtomicLong bytes = new AtomicLong();

    Copies(Remote remote, String study) {
      this.remote = remote;
      this.study = study;
      this.source = CachedStudies.source(remote.archive().name());
    }

    @Override
    public void dataset(String sopClassUid, String sopInstanceUid, String transferSyntaxUid,
        InputStream dataset) throws IOException {
      try {
        check(stores.intake().store(new Incoming(remote.facilityId(), source, transferSyntaxUid,
            Optional.of(new Incoming.Announced(sopClassUid, sopInstanceUid)),
            Optional.of(study)), counted(dataset)));
      } catch (InterruptedException _) {
        throw stopped();
      }
    }

    @Override
    public void file(InputStream file) throws IOException {
      try (var received = files.receive(counted(file),
          new StowSource(remote.facilityId(), source, Optional.of(study)))) {
        check(received.complete().outcome());
      } catch (InterruptedException _) {
        throw stopped();
      }
    }

    private static IOException stopped() {
      Thread.currentThread().interrupt();
      return new InterruptedIOException("stopped while a study was fetched");
    }

    /// The original of one of them, stored here with other bytes, stays: the study is then ours.
    private void check(StoreOutcome outcome) throws IOException {
      if (!outcome.isStored() && !(outcome instanceof StoreOutcome.Conflict)) {
        throw new IOException("an instance of it was not stored: %04X"
            .formatted(outcome.status().code()));
      }
    }

    /// @throws IOException where the study alone is larger than the cache
    private InputStream counted(InputStream in) {
      return new java.io.FilterInputStream(in) {
        @Override
        public int read() throws IOException {
          int one = super.read();
          count(one < 0 ? 0 : 1);
          return one;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          int count = super.read(buffer, from, length);
          count(Math.max(0, count));
          return count;
        }

        private void count(int more) throws IOException {
          if (bytes.addAndGet(more) > limits.bytesMax()) {
            throw new IOException("the study is larger than the cache");
          }
        }
      };
    }
  }
}
