package vn.tia.bench.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// How many files of one size the disk takes each second when each is flushed.
final class DiskRate {
  private DiskRate() {}

  /// Writes files in a folder by some threads at once.
  static double of(Path folder, byte[] file, int threads, int files) throws Exception {
    Files.createDirectories(folder);
    var numbers = new AtomicInteger();
    long start = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(() -> write(folder, file, numbers, files)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return files * 1e9 / (System.nanoTime() - start);
  }

  private static boolean write(Path folder, byte[] file, AtomicInteger numbers, int files)
      throws IOException {
    for (int i = numbers.getAndIncrement(); i < files; i = numbers.getAndIncrement()) {
      try (var channel = FileChannel.open(folder.resolve("file" + i),
          StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(file);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
    }
    return true;
  }
}
