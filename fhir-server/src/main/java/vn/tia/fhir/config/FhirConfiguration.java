package vn.tia.fhir.config;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.fhir.operations.docs.ApiDocs;
import vn.tia.fhir.operations.export.ExportWorker;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.remote.RemoteSearches;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.rest.FhirRestServer;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.subscriptions.SubscriptionDoor;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;

/// The FHIR door at `/fhir`, with the search index under it.
@Configuration(proxyBeanMethods = false)
class FhirConfiguration {
  @Bean
  FhirDoor.Records fhirRecords(
      Database database,
      Outbox outbox,
      Resources resources,
      Facilities facilities,
      Patients patients,
      Orders orders,
      Audit audit,
      AccessRule rule) {
    return new FhirDoor.Records(
        database, outbox, resources, facilities, patients, orders, audit, _ -> rule.http());
  }

  @Bean
  DoorOperations.Parts operationParts(TiaSettings settings, FhirDoor.Records records) {
    return DoorOperations.parts(
        records,
        settings.fhir().packages(),
        settings.fhir().validation(),
        settings.fhir().export().in(settings.data().resolve("exports")));
  }

  @Bean
  ExportWorker exportWorker(DoorOperations.Parts parts) {
    return parts.exports().worker();
  }

  @Bean
  SearchEngine searchEngine(TiaSettings settings, SslBundles bundles) {
    return settings.search().engine(settings.data().resolve("index"),
        name -> bundles.getBundle(name).createSslContext());
  }

  @Bean
  FhirDoor fhirDoor(
      SearchEngine engine, FhirDoor.Records records, DoorOperations.Parts parts,
      SubscriptionDoor subscriptions, RemoteSearches remote, TiaSettings settings) {
    var door = FhirDoor.open(engine, records, parts.terminology(), settings.fhir().door());
    var operations = DoorOperations.of(door, records, parts, subscriptions.operations());
    door.servlet().add(operations);
    door.servlet().add(subscriptions);
    door.servlet().add(remote);
    door.servlet().add(new ApiDocs(operations));
    // Who validates each write shall not let the first one wait for seconds.
    if (parts.validationOnWrite().values().stream().anyMatch(mode -> mode != Mode.OFF)) {
      Thread.ofVirtual().name("validator").start(parts.validation()::warmUp);
    }
    return door;
  }

  @Bean
  ServletRegistrationBean<FhirRestServer> fhirServlet(FhirDoor door) {
    var registration = new ServletRegistrationBean<>(door.servlet(), "/fhir/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
