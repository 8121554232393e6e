package vn.tia.dicom.image.ffmpeg;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The program of a child process: takes one frame after another from standard input.
///
/// It ends with its parent, when standard input ends, and by itself when a frame takes too long:
/// native code that loops can't be stopped otherwise.
public final class DecoderProcess {
  /// What the child says once it is ready, on standard output.
  static final int READY = 0x54494131;

  private final Libav libav;
  private final Duration timeout;

  private DecoderProcess(Libav libav, Duration timeout) {
    this.libav = libav;
    this.timeout = timeout;
  }

  /// Runs until standard input ends.
  ///
  /// @param arguments the folder of the libraries, the milliseconds for one frame, and the bytes
  ///     of memory that may be taken beyond what the start took
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Duration timeout = Duration.ofMillis(Long.parseLong(arguments[1]));
    long memory = Long.parseLong(arguments[2]);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    Libav libav = Libav.load(folder);
    libav.limitAllocation(Math.min(memory, Integer.MAX_VALUE));
    warmUp(libav);
    ProcessLimits.apply(memory);
    out.writeInt(READY);
    out.flush();
    new DecoderProcess(libav, timeout).serve(in, out);
  }

  /// Loads the classes that frames need, while files can still be opened.
  private static void warmUp(Libav libav) {
    var shape = new Request.Shape(64, 64, 1, 8);
    var packed =
        answer(libav, new Request(Request.Work.ENCODE, "jpeg2000", shape, 0, new byte[4096]));
    var unpacked =
        answer(libav, new Request(Request.Work.DECODE, "jpeg2000", shape, 0, packed.bytes()));
    if (!packed.refusal().isEmpty() || !unpacked.refusal().isEmpty()) {
      throw new IllegalStateException(packed.refusal() + unpacked.refusal());
    }
    answer(libav, new Request(Request.Work.VIDEO, "", shape, 0, new byte[4096]));
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    var watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    try {
      while (true) {
        Request request = Request.read(in);
        ScheduledFuture<?> end = watch.schedule(
            () -> Runtime.getRuntime().halt(3), timeout.toMillis(), TimeUnit.MILLISECONDS);
        Request.Answer answer = answer(libav, request);
        end.cancel(false);
        answer.write(out);
      }
    } catch (EOFException parentIsGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static Request.Answer answer(Libav libav, Request request) {
    try {
      return switch (request.work()) {
        case DECODE -> FrameWork.decode(libav, request);
        case ENCODE -> FrameWork.encode(libav, request);
        case VIDEO -> VideoWork.decode(libav, request);
      };
    } catch (LibavException refused) {
      return Request.Answer.refused(String.valueOf(refused.getMessage()));
    } catch (OutOfMemoryError tooLarge) {
      return Request.Answer.refused("it takes more memory than it may");
    }
  }
}
