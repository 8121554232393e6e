package vn.tia.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.tia.bench.archive.ArchiveRun;
import vn.tia.bench.faults.DuplicatesRun;
import vn.tia.bench.faults.KillsRun;
import vn.tia.bench.fhir.ElasticRun;
import vn.tia.bench.fhir.FhirRun;
import vn.tia.bench.memory.MemoryRun;
import vn.tia.bench.micro.Micro;
import vn.tia.bench.orders.OnceRun;
import vn.tia.bench.orders.OrdersRun;
import vn.tia.bench.scale.ScaleRun;
import vn.tia.bench.serve.ServeRun;
import vn.tia.bench.store.StoreRun;

/// The benchmark program: runs each group that its arguments name; without any, all but the long
/// `scale`, `once`, `kills`, `fhir` and `elastic`.
public final class Bench {
  private static final List<String> ALL =
      List.of("micro", "store", "memory", "orders", "archive", "serve", "duplicates",
          "scale", "once", "kills", "fhir", "elastic");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Machine.describe(out);
    var usual = ALL.subList(0, ALL.size() - 5);
    for (String group : arguments.length == 0 ? usual : List.of(arguments)) {
      switch (group) {
        case "micro" -> Micro.run(out);
        case "store" -> StoreRun.run(out);
        case "memory" -> MemoryRun.run(out);
        case "orders" -> OrdersRun.run(out);
        case "archive" -> ArchiveRun.run(out);
        case "serve" -> ServeRun.run(out);
        case "duplicates" -> DuplicatesRun.run(out);
        case "kills" -> KillsRun.run(out);
        case "scale" -> ScaleRun.run(out);
        case "once" -> OnceRun.run(out);
        case "fhir" -> FhirRun.run(out);
        case "elastic" -> ElasticRun.run(out);
        default -> throw new IllegalArgumentException("the groups are " + ALL);
      }
    }
  }
}
