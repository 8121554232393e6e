package vn.tia.fhir.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.bridge.forward.Hours;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.retrieve.RetrieveSettings;

/// A route as the settings write it.
///
/// @param to the AE title of one of `tia.dicom.destinations`
/// @param from AE titles; empty for all
/// @param modalities empty for all
/// @param arrival hours as `07:00-17:00`; blank for always
/// @param sending hours as `22:00-06:00`; blank for always
/// @param where conditions as `StationName=CT*`, all of which hold
public record RouteSettings(
    @DefaultValue("") String name,
    @DefaultValue("") String to,
    @DefaultValue("") List<String> from,
    @DefaultValue("") List<String> modalities,
    @DefaultValue("") String arrival,
    @DefaultValue("") String sending,
    @DefaultValue("") List<String> where) {

  /// @throws IllegalArgumentException if it is no route, or leads nowhere
  Route toRoute(RetrieveSettings destinations) {
    var destination = destinations.destination(to).orElseThrow(() ->
        new IllegalArgumentException("tia.dicom.routes: " + name + " leads to '" + to
            + "', which tia.dicom.destinations doesn't have"));
    return new Route(name, destination, words(from), words(modalities), Hours.parse(arrival),
        Hours.parse(sending), Route.conditions(List.copyOf(words(where))));
  }

  private static Set<String> words(List<String> texts) {
    return texts.stream().map(String::strip).filter(text -> !text.isEmpty())
        .collect(Collectors.toSet());
  }
}
