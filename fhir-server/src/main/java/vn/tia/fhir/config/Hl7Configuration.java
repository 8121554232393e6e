package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.commit.CommitmentChannel;
import vn.tia.bridge.commit.CommitmentService;
import vn.tia.bridge.forward.ForwardChannel;
import vn.tia.bridge.forward.Forwarding;
import vn.tia.fhir.admin.MergesController;
import vn.tia.fhir.admin.QueuesController;
import vn.tia.fhir.subscriptions.SubscriptionDoor;
import vn.tia.fhir.subscriptions.SubscriptionEvents;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.hl7.mllp.MllpLimits;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;
import vn.tia.hl7.mllp.MllpTls;
import vn.tia.hl7.receive.MessageEffects;
import vn.tia.hl7.receive.MessageReceiver;
import vn.tia.hl7.receive.MessageReplay;
import vn.tia.hl7.receive.ReceiveSettings;
import vn.tia.hl7.send.Hl7Destination;
import vn.tia.hl7.send.MllpDeliveryChannel;
import vn.tia.hl7.send.OutgoingMessages;
import vn.tia.hl7.send.Reading;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.messages.Messages;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;
import vn.tia.records.rounds.Rounds;

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
      Patients patients,
      Orders orders,
      Resources resources) {
    return new MessageEffects(
        new MessageEffects.Records(database, facilities, patients, orders, resources));
  }

  @Bean
  MllpServer mllpServer(TiaSettings settings, MllpHandler handler, SslBundles bundles)
      throws IOException {
    var hl7 = settings.hl7();
    var tls =
        Optional.of(hl7.tlsBundle())
            .filter(name -> !name.isBlank())
            .map(
                name ->
                    new MllpTls(
                        bundles.getBundle(name).createSslContext(), hl7.clientCertificates()));
    return MllpServer.start(
        new MllpServerSettings(
            new InetSocketAddress(hl7.address(), hl7.port()),
            hl7.connectionsMax(),
            MllpLimits.DEFAULT.withBytesMax(hl7.messageBytesMax()),
            CLOSE_TIME,
            tls),
        handler);
  }

  @Bean
  Deliveries deliveries(Database database) {
    return new Deliveries(database);
  }

  /// Checked at start: each kind, version, character set and certificate.
  @Bean
  List<Hl7Destination> hl7Destinations(TiaSettings settings, SslBundles bundles) {
    return settings.destinations().stream()
        .map(one -> one.toDestination(name -> bundles.getBundle(name).createSslContext()))
        .toList();
  }

  @Bean
  OutgoingMessages outgoingMessages(
      OutgoingMessages.Records records,
      Deliveries deliveries,
      List<Hl7Destination> hl7Destinations,
      MessageReceiver receiver,
      MessageReplay replay,
      TiaSettings settings) {
    var outgoing =
        new OutgoingMessages(
            records,
            deliveries,
            hl7Destinations,
            reading(settings.receiveSettings()),
            Clock.systemUTC());
    records.orders().whenPlaced(outgoing.orders());
    records.orders().whenChanged(outgoing.orders());
    receiver.whenTaken(outgoing.patients()::taken);
    replay.whenTaken(outgoing.patients()::taken);
    return outgoing;
  }

  @Bean
  Messages messages(Database database) {
    return new Messages(database);
  }

  @Bean
  MessageReplay messageReplay(
      Database database,
      Facilities facilities,
      Messages messages,
      MessageEffects effects,
      Audit audit,
      TiaSettings settings) {
    return new MessageReplay(
        new MessageReplay.Records(database, facilities, messages, audit),
        effects,
        settings.receiveSettings(),
        Clock.systemUTC());
  }

  @Bean
  QueuesController queuesController(
      Messages messages,
      MessageReplay replay,
      Deliveries deliveries,
      Audit audit,
      AccessRule rule) {
    return new QueuesController(messages, replay, deliveries, audit, rule.http());
  }

  @Bean
  MergesController mergesController(PatientMerges merges, AccessRule rule) {
    return new MergesController(merges, rule.http());
  }

  @Bean
  Rounds retention(Messages messages, Deliveries deliveries, TiaSettings settings) {
    return Retention.start(messages, deliveries, settings.keep());
  }

  @Bean
  OutgoingMessages.Records outgoingRecords(
      Facilities facilities,
      Resources resources,
      Orders orders,
      Patients patients,
      Messages messages,
      Outbox outbox) {
    return new OutgoingMessages.Records(
        facilities, resources, orders, patients, messages, outbox);
  }

  @Bean
  OutboxWorker reportDelivery(Database database, Outbox outbox, OutgoingMessages outgoing) {
    return OutboxWorker.start(database, outbox, outgoing.consumer());
  }

  @Bean
  DeliveryWorker deliveryWorker(
      Database database,
      Deliveries deliveries,
      List<Hl7Destination> hl7Destinations,
      CommitmentChannel commitments,
      ForwardChannel forwarding,
      SubscriptionDoor subscriptions,
      List<ChannelOfKind> others) {
    Map<String, DeliveryChannel> channels = new HashMap<>(Map.of(
        OutgoingMessages.KIND, new MllpDeliveryChannel(hl7Destinations),
        CommitmentService.KIND, commitments,
        Forwarding.KIND, forwarding,
        SubscriptionEvents.KIND, subscriptions.channel()));
    others.forEach(one -> channels.put(one.kind(), one.channel()));
    return DeliveryWorker.start(database, deliveries, channels, DeliverySettings.DEFAULT);
  }

  private static Reading reading(ReceiveSettings settings) {
    return new Reading() {
      @Override
      public ReadSettings read(Facility facility) {
        return settings.site(facility).read();
      }

      @Override
      public OrderSite site(Facility facility) {
        return settings.site(facility).orders();
      }
    };
  }
}
