package vn.tia.fhir.config;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.forward.ForwardChannel;
import vn.tia.bridge.forward.Forwarding;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyRegistry;

/// Auto-routing. Where no route is set, storing doesn't even say what it stored.
@Configuration(proxyBeanMethods = false)
class ForwardConfiguration {

  /// The routes of the settings, as a bean of one type.
  record Routes(List<Route> routes) {
    Routes {
      routes = List.copyOf(routes);
      var names = new HashSet<String>();
      for (var route : routes) {
        if (!names.add(route.name())) {
          throw new IllegalArgumentException("tia.dicom.routes names " + route.name() + " twice");
        }
      }
    }
  }

  @Bean
  Routes routes(TiaSettings settings, RetrieveSettings destinations) {
    return new Routes(settings.dicom().routes().stream()
        .map(route -> route.toRoute(destinations)).toList());
  }

  @Bean
  Forwarding.Records forwardingRecords(Outbox outbox, InstanceSelection selection,
      Studies studies, Facilities facilities, Deliveries deliveries) {
    return new Forwarding.Records(outbox, selection, studies, facilities, deliveries);
  }

  @Bean
  OutboxWorker forwarding(Database database, Forwarding.Records records, Routes routes,
      StudyRegistry registry) {
    var forwarding = new Forwarding(records, routes.routes());
    if (!routes.routes().isEmpty()) {
      registry.whenStored(forwarding);
    }
    return OutboxWorker.start(database, records.outbox(), forwarding.consumer());
  }

  @Bean
  ForwardChannel forwardChannel(ForwardChannel.Archive archive, Database database,
      Deliveries deliveries, ForwardChannel.Caller caller, Audit audit) {
    return new ForwardChannel(
        archive, new ForwardChannel.Queue(database, deliveries), caller, audit);
  }

  @Bean
  ForwardChannel.Archive forwardedArchive(
      InstanceSelection selection, OutgoingInstances outgoing, Facilities facilities) {
    return new ForwardChannel.Archive(selection, outgoing, facilities);
  }

  @Bean
  ForwardChannel.Caller forwardCaller(TiaSettings settings, Routes routes,
      PrefetchConfiguration.PrefetchRules prefetch) {
    var ways = Stream.concat(routes.routes().stream(),
        prefetch.rules().stream().flatMap(rule -> rule.to().stream())).toList();
    return new ForwardChannel.Caller(settings.dicom().aeTitle(), ways, Clock.systemUTC());
  }
}
