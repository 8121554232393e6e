package vn.tia.fhir.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long Unified Procedure Steps are kept.
///
/// @param keep steps that have ended, where no subscriber holds them; 30 days: a month's work can
///     be looked up
/// @param keepEvents events that nobody came for; 7 days: longer than a long weekend
@ConfigurationProperties("tia.workitems")
record WorkitemChoice(
    @DefaultValue("30d") Duration keep, @DefaultValue("7d") Duration keepEvents) {

  WorkitemChoice {
    if (!keep.isPositive() || !keepEvents.isPositive()) {
      throw new IllegalArgumentException("tia.workitems: a time must be longer than nothing");
    }
  }
}
