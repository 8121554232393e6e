package vn.tia.fhir.config;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.subscriptions.SubscriptionDoor;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.studies.Scrub;

/// What `/actuator/health` tells a watcher of the hospital.
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
  /// Whether the system of record answers.
  @Bean
  HealthIndicator recordsHealth(Database database) {
    return () -> {
      try {
        database.jdbc().sql("SELECT 1").query(Integer.class).single();
        return Health.up().build();
      } catch (RecordsUnavailable error) {
        return Health.down().withDetail("reason", error.getMessage()).build();
      }
    };
  }

  /// Whether searches are answered, and the index follows the records.
  @Bean
  HealthIndicator searchHealth(FhirDoor door) {
    return () ->
        door.isReady() && door.error().isEmpty()
            ? Health.up().build()
            : Health.down()
                .withDetail("reason", door.error().orElse("the index is being built"))
                .build();
  }

  /// How many stored objects are known to be damaged. The others are served, so it stays up.
  @Bean
  HealthIndicator objectsHealth(Scrub scrub) {
    return () -> {
      try {
        return Health.up().withDetail("damaged", scrub.damagedCount()).build();
      } catch (RecordsUnavailable error) {
        return Health.unknown().build();
      }
    };
  }

  /// Whether subscribers come to hear of events.
  @Bean
  HealthIndicator subscriptionsHealth(SubscriptionDoor subscriptions) {
    return () ->
        subscriptions
            .error()
            .map(why -> Health.down().withDetail("reason", why).build())
            .orElseGet(() -> Health.up().build());
  }

  /// Whether those who follow the outbox come along: deliveries, and what follows from a report.
  @Bean
  HealthIndicator reportsHealth(List<OutboxWorker> workers) {
    return () ->
        workers.stream()
            .flatMap(worker -> worker.error().stream())
            .findFirst()
            .map(why -> Health.down().withDetail("reason", why).build())
            .orElseGet(() -> Health.up().build());
  }
}
