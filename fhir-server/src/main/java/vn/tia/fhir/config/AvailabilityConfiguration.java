package vn.tia.fhir.config;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.availability.AvailabilityChannel;
import vn.tia.bridge.availability.AvailabilityNotices;
import vn.tia.bridge.availability.AvailabilitySettings;
import vn.tia.bridge.availability.AvailabilityWorker;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.records.audit.Audit;
import vn.tia.records.availability.DueNotices;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.studies.LateOrders;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyRegistry;

/// Instance Availability Notification. Where nobody is to be told, storing doesn't say what it
/// stored.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AvailabilityChoice.class)
class AvailabilityConfiguration {

  @Bean
  AvailabilitySettings availabilitySettings(
      AvailabilityChoice choice, RetrieveSettings destinations, TiaSettings settings) {
    return choice.toSettings(destinations, settings.dicom().aeTitle());
  }

  @Bean
  AvailabilityNotices.Records availabilityRecords(Database database, Outbox outbox,
      PerformedSteps steps, Studies studies, Facilities facilities, Deliveries deliveries) {
    return new AvailabilityNotices.Records(database, outbox, new DueNotices(database), steps,
        studies, facilities, deliveries);
  }

  /// Who says that studies came, or got their order.
  record Storing(StudyRegistry registry, LateOrders lateOrders) {}

  @Bean
  Storing storing(StudyRegistry registry, LateOrders lateOrders) {
    return new Storing(registry, lateOrders);
  }

  @Bean
  AvailabilityNotices availabilityNotices(AvailabilityNotices.Records records,
      ObjectStore objects, AvailabilitySettings settings, Storing storing) {
    var notices = new AvailabilityNotices(records, objects, settings, Clock.systemUTC());
    if (!settings.destinations().isEmpty()) {
      storing.registry().whenStored(notices);
      storing.lateOrders().whenAdopted(notices);
      records.steps().whenEnded(notices);
    }
    return notices;
  }

  @Bean
  OutboxWorker storedForAvailability(
      Database database, Outbox outbox, AvailabilityNotices notices) {
    return OutboxWorker.start(database, outbox, notices.consumer());
  }

  @Bean
  AvailabilityWorker availabilityWorker(AvailabilityNotices notices) {
    return AvailabilityWorker.start(notices);
  }

  @Bean
  ChannelOfKind availabilityChannel(AvailabilitySettings settings, Audit audit) {
    return new ChannelOfKind(
        AvailabilityNotices.KIND, new AvailabilityChannel(settings, audit));
  }
}
