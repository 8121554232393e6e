package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.hl7.mllp.MllpLimits;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;
import vn.tia.hl7.receive.MessageEffects;
import vn.tia.hl7.receive.MessageReceiver;
import vn.tia.hl7.send.MllpDeliveryChannel;
import vn.tia.hl7.send.ReportDelivery;
import vn.tia.hl7.send.ReportDestination;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.patients.PatientLinks;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;

/// The HL7 v2 door: orders and patients in, reports out.
@Configuration(proxyBeanMethods = false)
class Hl7Configuration {
  /// How long a message in work is waited for at the end.
  private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

  @Bean
  MessageReceiver messageReceiver(
      Database database,
      AccessRule rule,
      MessageEffects effects,
      Audit audit,
      TiaSettings settings) {
    return new MessageReceiver(
        database, rule, effects, audit, settings.receiveSettings(), Clock.systemUTC());
  }

  @Bean
  MessageEffects messageEffects(
      Database database,
      Facilities facilities,
      Orders orders,
      Patients patients,
      PatientMerges merges) {
    return new MessageEffects(
        orders, patients, merges, new PatientLinks(database, facilities, patients));
  }

  @Bean
  MllpServer mllpServer(TiaSettings settings, MllpHandler handler) throws IOException {
    var hl7 = settings.hl7();
    return MllpServer.start(
        new MllpServerSettings(
            new InetSocketAddress(hl7.address(), hl7.port()),
            hl7.connectionsMax(),
            MllpLimits.DEFAULT,
            CLOSE_TIME,
            Optional.empty()),
        handler);
  }

  @Bean
  Deliveries deliveries(Database database) {
    return new Deliveries(database);
  }

  @Bean
  OutboxWorker reportDelivery(
      Database database,
      Outbox outbox,
      Facilities facilities,
      Resources resources,
      Deliveries deliveries,
      TiaSettings settings) {
    var reports =
        new ReportDelivery(
            facilities, resources, deliveries, destinations(settings), Clock.systemUTC());
    return OutboxWorker.start(database, outbox, reports.consumer());
  }

  @Bean
  DeliveryWorker deliveryWorker(Database database, Deliveries deliveries, TiaSettings settings) {
    var channel = new MllpDeliveryChannel(destinations(settings));
    return DeliveryWorker.start(
        database, deliveries, Map.of(ReportDelivery.KIND, channel), DeliverySettings.DEFAULT);
  }

  private static List<ReportDestination> destinations(TiaSettings settings) {
    return settings.destinations().stream().map(TiaSettings.Destination::toReports).toList();
  }
}
