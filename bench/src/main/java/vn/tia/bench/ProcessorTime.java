package vn.tia.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// How much of the processor Tia and its PostgreSQL have used since they were started.
///
/// @param program the program's process
/// @param database the processes of PostgreSQL that are there
public record ProcessorTime(Duration program, Duration database) {

  /// As it stands now.
  ///
  /// @param data the data directory, whose PostgreSQL is a process group of its own
  public static ProcessorTime of(ProcessHandle program, Path data) throws IOException {
    return new ProcessorTime(used(program),
        database(data).map(ProcessorTime::used).reduce(Duration.ZERO, Duration::plus));
  }

  static Stream<ProcessHandle> database(Path data) throws IOException {
    long postmaster = Long.parseLong(Files.readAllLines(
        data.resolve("postgres/cluster/postmaster.pid")).getFirst().strip());
    return ProcessHandle.of(postmaster).stream()
        .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()));
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// What was used since another time.
  public ProcessorTime since(ProcessorTime before) {
    return new ProcessorTime(
        program.minus(before.program), database.minus(before.database));
  }
}
