package vn.tia.fhir.config;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.time.Clock;
import java.util.HashSet;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.context.WebApplicationContext;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.ups.EventFeed;
import vn.tia.bridge.ups.SubscriptionService;
import vn.tia.bridge.ups.UpsDoor;
import vn.tia.bridge.ups.UpsEventChannel;
import vn.tia.bridge.ups.UpsEvents;
import vn.tia.bridge.ups.UpsPullService;
import vn.tia.bridge.ups.UpsPushService;
import vn.tia.bridge.ups.UpsQueryService;
import vn.tia.bridge.ups.UpsWatchService;
import vn.tia.bridge.ups.WorkitemSearch;
import vn.tia.bridge.ups.WorkitemService;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.ups.SubscriptionController;
import vn.tia.bridge.web.ups.UpsCallers;
import vn.tia.bridge.web.ups.WorkitemController;
import vn.tia.fhir.workitems.EventSocket;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.workitems.WorkitemEvents;
import vn.tia.records.workitems.WorkitemSubscriptions;
import vn.tia.records.workitems.Workitems;

/// Unified Procedure Steps, by DICOMweb and by DIMSE.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkitemChoice.class)
class WorkitemConfiguration {

  @Bean
  WorkitemService.Records workitemRecords(Database database, Facilities facilities, Audit audit) {
    return new WorkitemService.Records(database, facilities, new Workitems(database),
        new WorkitemSubscriptions(database), audit);
  }

  @Bean
  WorkitemEvents workitemEvents(Database database) {
    return new WorkitemEvents(database);
  }

  @Bean
  UpsEvents upsEvents(Facilities facilities, RetrieveSettings destinations,
      Deliveries deliveries, WorkitemEvents waiting) {
    return new UpsEvents(
        facilities, destinations, new UpsEvents.Queues(deliveries, waiting));
  }

  @Bean
  WorkitemSearch workitemSearch(WorkitemService.Records records) {
    return new WorkitemSearch(records.items(), records.facilities());
  }

  @Bean
  WorkitemService workitemService(WorkitemService.Records records, UpsEvents events) {
    return new WorkitemService(records, events, Clock.systemUTC());
  }

  @Bean
  SubscriptionService workitemSubscriptions(
      WorkitemService.Records records, WorkitemSearch search, UpsEvents events) {
    return new SubscriptionService(records, search, events);
  }

  @Bean
  UpsCallers upsCallers(
      CallerAccess access, CallerFacility facility, Facilities facilities) {
    return new UpsCallers(access, facility, facilities);
  }

  @Bean
  WorkitemController workitemController(
      WorkitemService service, WorkitemSearch search, UpsCallers callers) {
    return new WorkitemController(service, search, callers);
  }

  @Bean
  SubscriptionController workitemSubscriptionController(
      SubscriptionService service, UpsCallers callers) {
    return new SubscriptionController(service, callers);
  }

  @Bean
  UpsDoor.Services upsServices(WorkitemService steps, WorkitemSearch search,
      SubscriptionService subscriptions, UpsEvents events) {
    return new UpsDoor.Services(steps, search, subscriptions, events);
  }

  @Bean
  UpsDoor upsDoor(
      AccessRule rule, UpsDoor.Services services, TiaSettings settings, Audit audit) {
    return new UpsDoor(rule, services, settings.dicom().stations(), audit);
  }

  @Bean
  UpsPushService upsPushService(UpsDoor door) {
    return new UpsPushService(door);
  }

  @Bean
  UpsPullService upsPullService(UpsDoor door) {
    return new UpsPullService(door);
  }

  @Bean
  UpsWatchService upsWatchService(UpsDoor door) {
    return new UpsWatchService(door);
  }

  @Bean
  UpsQueryService upsQueryService(UpsDoor door) {
    return new UpsQueryService(door);
  }

  @Bean
  ChannelOfKind upsEventChannel(RetrieveSettings destinations, TiaSettings settings) {
    return new ChannelOfKind(
        UpsEvents.KIND, new UpsEventChannel(destinations, settings.dicom().aeTitle()));
  }

  @Bean
  Rounds workitemRetention(
      WorkitemService.Records records, WorkitemEvents events, WorkitemChoice choice) {
    return WorkitemRetention.start(records.items(), events, choice);
  }

  @Bean
  EventSocketStart eventSocketStart(WorkitemEvents events, AccessRule rule,
      DicomWebSettings settings, SubscriptionService subscriptions) {
    return new EventSocketStart(new EventFeed(events), rule, settings, subscriptions);
  }

  /// Opens the websocket once the HTTP port is known, and says that the service is there again.
  record EventSocketStart(EventFeed feed, AccessRule rule, DicomWebSettings settings,
      SubscriptionService subscriptions) {
    @EventListener
    void start(WebServerInitializedEvent event) throws DeploymentException {
      if (event.getApplicationContext() instanceof WebApplicationContext web
          && web.getServletContext() != null
          && web.getServletContext().getAttribute(ServerContainer.class.getName())
              instanceof ServerContainer container) {
        var origins = new HashSet<>(settings.corsOrigins());
        origins.add("http://127.0.0.1:" + event.getWebServer().getPort());
        origins.add("http://localhost:" + event.getWebServer().getPort());
        EventSocket.open(container, feed, rule::http, origins);
        subscriptions.restarted();
      }
    }
  }
}
