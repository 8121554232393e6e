package vn.tia.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The yardstick: how fast this machine copies memory that no cache holds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CopyBenchmark {
  static final int BYTES = 64 << 20;

  private final byte[] from = new byte[BYTES];
  private final byte[] to = new byte[BYTES];

  @Benchmark
  public byte[] copyMemory() {
    System.arraycopy(from, 0, to, 0, BYTES);
    return to;
  }
}
