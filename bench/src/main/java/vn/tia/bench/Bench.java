package vn.tia.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.tia.bench.memory.MemoryRun;
import vn.tia.bench.micro.Micro;
import vn.tia.bench.store.StoreRun;

/// The benchmark program: runs each group that its arguments name.
public final class Bench {
  private static final List<String> ALL = List.of("micro", "store", "memory");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Machine.describe(out);
    for (String group : arguments.length == 0 ? ALL : List.of(arguments)) {
      switch (group) {
        case "micro" -> Micro.run(out);
        case "store" -> StoreRun.run(out);
        case "memory" -> MemoryRun.run(out);
        default -> throw new IllegalArgumentException("the groups are " + ALL);
      }
    }
  }
}
