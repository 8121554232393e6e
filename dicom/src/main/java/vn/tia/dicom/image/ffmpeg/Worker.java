package vn.tia.dicom.image.ffmpeg;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// One child process and the pipes to it. One thread at a time may ask it.
final class Worker {
  /// How much later than the child itself the parent ends it.
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int BUFFER = 1 << 16;

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final WorkerSettings settings;
  private final ScheduledExecutorService watch;
  private long usedNanos = System.nanoTime();

  private Worker(Process process, WorkerSettings settings, ScheduledExecutorService watch) {
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
    this.settings = settings;
    this.watch = watch;
  }

  /// Starts a child in a folder made by [WorkerFolder], and waits until it is ready.
  static Worker start(Path folder, WorkerSettings settings, ScheduledExecutorService watch)
      throws IOException {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
        "-XX:ReservedCodeCacheSize=16m", "-XX:CompressedClassSpaceSize=16m",
        "-XX:-UsePerfData", "-XX:-UseContainerSupport", "-XX:+DisplayVMOutputToStderr",
        "-XX:ErrorFile=/dev/null", "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED", "-cp", folder.toString(),
        DecoderProcess.class.getName(), folder.toString(),
        Long.toString(settings.frameMax().toMillis()), Long.toString(settings.memoryMax()));
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Nothing of this process's environment, which may hold passwords, but what finds libraries.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LD_LIBRARY_PATH"));
    // glibc takes 64 MB of address space for each thread's arena otherwise.
    environment.put("MALLOC_ARENA_MAX", "2");
    Worker worker = new Worker(builder.start(), settings, watch);
    int ready = worker.within(settings.startMax(), worker.in::readInt);
    if (ready != DecoderProcess.READY) {
      worker.end();
      throw new IOException("the decoder process did not start");
    }
    return worker;
  }

  /// The child's answer to a request.
  ///
  /// @throws IOException if the child ended, or took too long and was ended
  Request.Answer ask(Request request, long bytesMax) throws IOException {
    return within(settings.frameMax().plus(GRACE), () -> {
      request.write(out);
      Request.Answer answer = Request.Answer.read(in, bytesMax);
      usedNanos = System.nanoTime();
      return answer;
    });
  }

  private <T> T within(Duration most, Callable<T> work) throws IOException {
    ScheduledFuture<?> end = watch.schedule(this::end, most.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return work.call();
    } catch (IOException failed) {
      end();
      throw failed;
    } catch (RuntimeException unchecked) {
      end();
      throw unchecked;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      end.cancel(false);
    }
  }

  boolean isIdleFor(Duration time) {
    return System.nanoTime() - usedNanos > time.toNanos();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void end() {
    process.destroyForcibly();
  }
}
