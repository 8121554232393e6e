package vn.tia.fhir.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.prefetch.PrefetchRule;
import vn.tia.bridge.retrieve.RetrieveSettings;

/// A rule for the priors of orders as the settings write it.
///
/// @param modalities of the order; empty for all
/// @param codes beginnings of the code of the procedure ordered; empty for all
/// @param priorModalities empty for those ordered
/// @param to the AE title of one of `tia.dicom.destinations`; blank to keep them here only
public record PrefetchSettings(
    @DefaultValue("") String name,
    @DefaultValue("") String facility,
    List<String> modalities,
    List<String> codes,
    List<String> priorModalities,
    List<String> bodyParts,
    @DefaultValue("5") int count,
    @DefaultValue("1825d") Duration age,
    @DefaultValue("") String to) {

  /// @throws IllegalArgumentException if it is no rule, or leads nowhere
  PrefetchRule toRule(RetrieveSettings destinations) {
    var route = Optional.of(to).filter(title -> !title.isBlank()).map(title ->
        Route.onDemand("prefetch " + name, destinations.destination(title)
            .filter(one -> one.facility().equals(facility))
            .orElseThrow(() -> new IllegalArgumentException("tia.remote.prefetch: " + name
                + " leads to '" + to + "', which tia.dicom.destinations doesn't have for "
                + facility))));
    return new PrefetchRule(name, facility,
        new PrefetchRule.Ordered(words(modalities), words(codes)),
        new PrefetchRule.Prior(words(priorModalities), words(bodyParts), count, age), route);
  }

  private static Set<String> words(List<String> texts) {
    return texts == null ? Set.of() : Set.copyOf(texts);
  }
}
