package vn.tia.bench.fhir;

import java.time.Duration;
import java.util.Map;

/// How much is loaded and measured, as the environment says.
///
/// @param patients also the reports' patients
/// @param warmUp of each kind of request
record Sizes(int patients, int studies, int reports, Duration warmUp, Duration time) {

  /// 5,000 patients, 20,000 studies and as many reports; `TIA_BENCH_FHIR_STUDIES` changes all three
  /// in that proportion.
  static Sizes of(Map<String, String> environment) {
    int studies = Integer.parseInt(environment.getOrDefault("TIA_BENCH_FHIR_STUDIES", "20000"));
    int seconds = Integer.parseInt(environment.getOrDefault("TIA_BENCH_FHIR_SECONDS", "5"));
    return new Sizes(Math.max(1, studies / 4), studies, studies,
        Duration.ofSeconds(Math.max(1, seconds * 3 / 5)), Duration.ofSeconds(seconds));
  }

  int all() {
    return patients + studies + reports;
  }
}
