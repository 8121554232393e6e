package vn.tia.fhir.config;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.bridge.availability.AvailabilitySettings;
import vn.tia.bridge.retrieve.RetrieveSettings;

/// Who is told which studies are available, as the settings write it.
///
/// @param to AE titles of `tia.dicom.destinations`; nobody by default
/// @param rest how long a study without performed steps rests before it counts as whole
@ConfigurationProperties("tia.availability")
record AvailabilityChoice(
    @DefaultValue("") List<String> to, @DefaultValue("60s") Duration rest) {

  /// @throws IllegalArgumentException if a title leads nowhere
  AvailabilitySettings toSettings(RetrieveSettings destinations, String ownAe) {
    return new AvailabilitySettings(to.stream()
        .map(String::strip)
        .filter(title -> !title.isEmpty())
        .map(title -> destinations.destination(title).orElseThrow(() ->
            new IllegalArgumentException("tia.availability.to names '" + title
                + "', which tia.dicom.destinations doesn't have")))
        .toList(), ownAe, rest);
  }
}
