package vn.tia.fhir.config;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;
import vn.tia.records.database.DatabaseSettings.ExternalServer;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.resources.Resources;

/// The system of record.
@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {
  @Bean
  Database database(TiaSettings settings) throws IOException {
    var records = settings.database();
    var external =
        records.url().isBlank()
            ? Optional.<ExternalServer>empty()
            : Optional.of(new ExternalServer(records.url(), records.user(), records.password()));
    return Database.open(
        new DatabaseSettings(
            settings.data().resolve("postgres"),
            external,
            records.connectionsMax(),
            DatabaseSettings.CONNECTION_TIMEOUT));
  }

  @Bean
  Facilities facilities(Database database) {
    return new Facilities(database);
  }

  @Bean
  AccessRule accessRule(Facilities facilities, TiaSettings settings) {
    return AccessRule.of(facilities, settings.facilitySettings());
  }

  @Bean
  Outbox outbox(Database database, TiaSettings settings) {
    return new Outbox(database, settings.keep().outbox());
  }

  @Bean
  Resources resources(Database database, Outbox outbox) {
    return new Resources(database, outbox, Clock.systemUTC());
  }

  @Bean
  Audit audit(Database database) {
    return new Audit(database);
  }
}
