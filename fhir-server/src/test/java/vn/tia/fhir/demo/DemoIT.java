package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo as a user starts it: the packaged program, real sockets, a real PostgreSQL.
class DemoIT {
  @Test
  void playsTheExamAndPlaysItAgainOnTheSameData(@TempDir Path data) throws Exception {
    for (int run = 0; run < 2; run++) {
      try (var tia = TiaProcess.start(data, "demo", "--exit")) {
        int exit = tia.awaitExit(180);

        assertThat(exit).as(tia.output()).isZero();
        assertThat(tia.output()).contains("ĐẶNG^HƯỜNG^THỊ", "ORU^R01", "10. The report goes back");
      }
    }
    try (var pictures = Files.list(data.resolve("demo"))) {
      assertThat(pictures).hasSize(2).allMatch(picture -> picture.toString().endsWith(".png"));
    }
  }
}
