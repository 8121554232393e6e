package vn.tia.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Every JMH benchmark still does its work; how fast is no matter here.
class BenchmarksRunTest {
  @Test
  void takesEachBenchmarkOnce() throws RunnerException {
    var options = new OptionsBuilder()
        .include("vn\\.tia\\.bench\\..*")
        .exclude(".*copyMemory")
        .forks(0).mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1)
        .shouldFailOnError(true).verbosity(VerboseMode.SILENT)
        .build();

    assertThat(new Runner(options).run()).hasSizeGreaterThanOrEqualTo(11);
  }
}
