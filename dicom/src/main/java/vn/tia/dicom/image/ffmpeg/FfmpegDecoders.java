package vn.tia.dicom.image.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import vn.tia.dicom.image.PixelDataException;

/// A pool of child processes that decode with FFmpeg.
///
/// Children start when they are needed and end when they have been idle. One that dies or is too
/// slow takes its frame with it and nothing else.
public final class FfmpegDecoders implements AutoCloseable {
  private static final class Holder {
    private static final FfmpegDecoders SHARED = new FfmpegDecoders(WorkerSettings.DEFAULT);
  }

  private final WorkerSettings settings;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService watch = Executors.newScheduledThreadPool(
      1, Thread.ofPlatform().daemon().name("ffmpeg-watch").factory());
  private Optional<Path> folder = Optional.empty();

  public FfmpegDecoders(WorkerSettings settings) {
    this.settings = settings;
    this.places = new Semaphore(settings.processesMax());
    long rest = settings.idleMax().toMillis();
    watch.scheduleWithFixedDelay(this::endIdle, rest, rest, TimeUnit.MILLISECONDS);
  }

  /// The decoders that this process shares.
  public static FfmpegDecoders shared() {
    return Holder.SHARED;
  }

  /// Why nothing can be decoded on this machine, as a sentence; empty where it can.
  public static Optional<String> obstacle() {
    return WorkerFolder.obstacle();
  }

  /// A child's answer.
  ///
  /// @throws PixelDataException if the child refused the frame, died of it, or took too long
  Request.Answer ask(Request request, long bytesMax) throws PixelDataException {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      throw new PixelDataException(obstacle.get());
    }
    acquire();
    try {
      Worker worker = worker();
      Request.Answer answer = answer(worker, request, bytesMax);
      idle.push(worker);
      if (!answer.refusal().isEmpty()) {
        throw new PixelDataException("FFmpeg can't take the frame: " + answer.refusal());
      }
      return answer;
    } finally {
      places.release();
    }
  }

  private static Request.Answer answer(Worker worker, Request request, long bytesMax)
      throws PixelDataException {
    try {
      return worker.ask(request, bytesMax);
    } catch (IOException died) {
      worker.end();
      throw new PixelDataException("the decoder process ended at the frame", died);
    }
  }

  private void acquire() throws PixelDataException {
    try {
      if (!places.tryAcquire(settings.waitMax().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PixelDataException(
            "no decoder process was free within %d s".formatted(settings.waitMax().toSeconds()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PixelDataException("interrupted while waiting for a decoder process", interrupted);
    }
  }

  private Worker worker() throws PixelDataException {
    for (Worker free = idle.poll(); free != null; free = idle.poll()) {
      if (free.isAlive()) {
        return free;
      }
    }
    try {
      return Worker.start(folder(), settings, watch);
    } catch (IOException failed) {
      throw new PixelDataException("the decoder process can't be started", failed);
    }
  }

  private synchronized Path folder() throws IOException {
    if (folder.isEmpty()) {
      folder = Optional.of(WorkerFolder.make());
    }
    return folder.get();
  }

  private void endIdle() {
    for (Worker worker : idle) {
      if (worker.isIdleFor(settings.idleMax()) && idle.remove(worker)) {
        worker.end();
      }
    }
  }

  @Override
  public void close() {
    watch.shutdown();
    for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
      worker.end();
    }
  }
}
