package vn.tia.bridge.prefetch;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import vn.tia.bridge.forward.Route;
import vn.tia.records.orders.StoredOrder;

/// Which earlier studies are wanted for which orders of a facility.
///
/// @param facility its code
/// @param to where they are sent on to, empty where they are only kept here
public record PrefetchRule(
    String name, String facility, Ordered ordered, Prior prior, Optional<Route> to) {

  public PrefetchRule {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a prefetch rule needs a name");
    }
  }

  /// The orders that it is for.
  ///
  /// @param modalities those ordered; empty for all
  /// @param codes beginnings of the code of the procedure; empty for all
  public record Ordered(Set<String> modalities, Set<String> codes) {
    public Ordered {
      modalities = Set.copyOf(modalities);
      codes = Set.copyOf(codes);
    }
  }

  /// The studies that are wanted.
  ///
  /// @param modalities of which one is in the study; empty for those ordered
  /// @param bodyParts of which one is examined in a series; empty for all
  /// @param countMax the newest of them; 5 by default
  /// @param age how old they are at most; 5 years by default
  public record Prior(Set<String> modalities, Set<String> bodyParts, int countMax, Duration age) {
    public Prior {
      modalities = Set.copyOf(modalities);
      bodyParts = Set.copyOf(bodyParts);
      if (countMax < 1 || !age.isPositive()) {
        throw new IllegalArgumentException("a prefetch rule wants something");
      }
    }
  }

  boolean isFor(StoredOrder order) {
    return (ordered.modalities().isEmpty()
            || modalities(order).stream().anyMatch(ordered.modalities()::contains))
        && (ordered.codes().isEmpty() || order.content().procedure().codes().stream()
            .anyMatch(coded -> ordered.codes().stream().anyMatch(coded.code()::startsWith)));
  }

  /// The modalities of which a study has to have one; empty for any.
  Set<String> wanted(StoredOrder order) {
    return prior.modalities().isEmpty() ? modalities(order) : prior.modalities();
  }

  private static Set<String> modalities(StoredOrder order) {
    return order.steps().stream().flatMap(step -> step.step().modality().stream())
        .collect(java.util.stream.Collectors.toSet());
  }
}
