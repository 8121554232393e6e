package vn.tia.fhir.operations.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.exports.ExportFile;
import vn.tia.records.exports.ExportFile.Kind;
import vn.tia.records.exports.ExportJob;
import vn.tia.records.exports.ExportJob.Place;
import vn.tia.records.exports.ExportJob.State;
import vn.tia.records.exports.ExportJobs;
import vn.tia.records.exports.ExportPages;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.resources.StoredResource;

/// Works on one export at a time, a page after the other: files first, then the note of how far it
/// has come, so that whoever goes on after a crash neither leaves out nor repeats a resource.
public final class ExportWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);
  private static final long POLL_SECONDS = 2;
  private static final long SETTLE_NANOS = 50_000_000;

  private final ExportJobs jobs;
  private final ExportPages pages;
  private final TypeFilters filters;
  private final ExportSettings settings;
  private final Clock clock;
  private final String name = UUID.randomUUID().toString();
  private final Semaphore woken = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("export").unstarted(this::run);
  private volatile boolean isClosed;

  private ExportWorker(Sources sources, ExportSettings settings, Clock clock) {
    this.jobs = sources.jobs();
    this.pages = sources.pages();
    this.filters = sources.filters();
    this.settings = settings;
    this.clock = clock;
  }

  /// What a worker takes its work and its resources from.
  public record Sources(ExportJobs jobs, ExportPages pages, TypeFilters filters) {}

  public static ExportWorker start(Sources sources, ExportSettings settings, Clock clock) {
    var worker = new ExportWorker(sources, settings, clock);
    worker.thread.start();
    return worker;
  }

  /// Looks for work now.
  void wake() {
    woken.release();
  }

  /// Stops after the page that is being written; another worker goes on.
  @Override
  public void close() {
    isClosed = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed) {
      try {
        round();
      } catch (RecordsUnavailable | IOException error) {
        LOG.warn("exports wait: {}", error.getClass().getName());
      } catch (RuntimeException error) {
        LOG.error("exports wait: {} at {}", error.getClass().getName(),
            List.of(error.getStackTrace()).subList(0, 1));
      }
      pause();
    }
    release();
  }

  private void round() throws IOException {
    removeOld();
    for (var job = claim(); job.isPresent() && !isClosed; job = claim()) {
      work(job.get());
    }
  }

  private Optional<ExportJob> claim() {
    return jobs.claim(name, settings.limits().workerDeadAfter());
  }

  private void pause() {
    try {
      woken.tryAcquire(isClosed ? 0 : POLL_SECONDS, TimeUnit.SECONDS);
      woken.drainPermits();
    } catch (InterruptedException _) {
      isClosed = true;
    }
  }

  private void release() {
    try {
      jobs.release(name);
    } catch (RuntimeException error) {
      LOG.warn("an export is taken over later: {}", error.getClass().getName());
    }
  }

  private void work(ExportJob job) {
    try {
      Files.createDirectories(settings.directory(job.id()));
      settle(job);
      if (job.expected().isEmpty()) {
        jobs.expect(job.id(), pages.count(job));
      }
      if (write(job)) {
        jobs.end(job.id(), name, State.DONE);
      }
    } catch (IOException error) {
      LOG.error("an export failed: its files can't be written: {}", error.getClass().getName());
      jobs.end(job.id(), name, State.FAILED);
    }
  }

  /// Waits until nobody writes any more who began before the export was asked for.
  private void settle(ExportJob job) {
    while (!isClosed && !jobs.isSettled(job.id()) && jobs.beat(job.id(), name)) {
      LockSupport.parkNanos(SETTLE_NANOS);
    }
  }

  /// Writes what is left; answers whether it was this worker's to the end.
  private boolean write(ExportJob job) throws IOException {
    var writer = new ExportWriter(job.id(), settings, job.files());
    var types = job.request().content().types();
    var place = job.place();
    var read = job.read();
    while (place.type() < types.size()) {
      if (isClosed) {
        return false;
      }
      var type = types.get(place.type());
      var page = pages.read(job, type, place.afterId(), settings.limits().pageResources());
      var grown = append(writer, job, type, page.resources());
      read += page.read();
      place = page.lastId().isEmpty()
          ? new Place(place.type() + 1, "") : new Place(place.type(), page.lastId());
      if (!jobs.reached(job.id(), name, place, read, grown)) {
        return false;
      }
    }
    return true;
  }

  private List<ExportFile> append(ExportWriter writer, ExportJob job, String type,
      List<StoredResource> resources) throws IOException {
    var request = job.request();
    var wanted = resources.stream()
        .filter(one -> request.since().isEmpty()
            || !one.lastUpdated().isBefore(request.since().get()))
        .toList();
    var isAsked = filters.of(type, request.content().filters());
    var written = new Elements(request.content().elements()).of(type);
    var grown = new ArrayList<>(writer.append(Kind.OUTPUT, type, wanted.stream()
        .filter(one -> !one.deleted()).filter(isAsked)
        .map(StoredResource::json).map(written).toList()));
    // Who keeps a copy up to date must hear what is gone; a first copy never had it.
    if (request.since().isPresent() && request.about() == About.SYSTEM) {
      grown.addAll(writer.append(Kind.DELETED, "Bundle", wanted.stream()
          .filter(StoredResource::deleted).map(ExportWorker::deletion).toList()));
    }
    return grown;
  }

  private static String deletion(StoredResource gone) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":"
        + "{\"method\":\"DELETE\",\"url\":\"" + gone.key() + "\"}}]}";
  }

  /// Removes what can't be fetched any more, and the files of exports that were cancelled.
  private void removeOld() throws IOException {
    jobs.endedBefore(clock.instant().minus(settings.keep())).forEach(jobs::remove);
    if (Files.notExists(settings.directory())) {
      return;
    }
    try (var directories = Files.list(settings.directory())) {
      var known = jobs.all().stream().map(UUID::toString).toList();
      for (var one : directories.toList()) {
        if (!known.contains(one.getFileName().toString())) {
          remove(one);
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
