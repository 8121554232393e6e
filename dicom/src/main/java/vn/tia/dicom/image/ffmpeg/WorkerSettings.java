package vn.tia.dicom.image.ffmpeg;

import java.time.Duration;

/// How many child processes decode, and what each may take.
///
/// @param processesMax children at once: as many as processors, since each keeps one busy
/// @param waitMax how long a frame waits for a free child
/// @param startMax how long a child may take to start: it loads 50 MB of libraries
/// @param frameMax how long one frame may take; the largest mammograms take 2 s
/// @param idleMax after which time without work a child ends
/// @param memoryMax bytes of native memory that decoding may take: a frame of 64 million pixels
///     of JPEG 2000 fits
public record WorkerSettings(int processesMax, Duration waitMax, Duration startMax,
    Duration frameMax, Duration idleMax, long memoryMax) {

  public static final WorkerSettings DEFAULT = new WorkerSettings(
      Math.max(1, Runtime.getRuntime().availableProcessors()), Duration.ofSeconds(60),
      Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMinutes(2), 1L << 30);
}
