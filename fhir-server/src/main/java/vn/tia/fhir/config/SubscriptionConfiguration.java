package vn.tia.fhir.config;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.context.WebApplicationContext;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.rest.SearchDefinitions;
import vn.tia.fhir.subscriptions.SubscriptionDoor;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.resources.Resources;

/// FHIR Subscriptions, with their websocket at [SubscriptionDoor#SOCKET_PATH].
@Configuration(proxyBeanMethods = false)
class SubscriptionConfiguration {
  @Bean
  Address fhirAddress() {
    return new Address(new AtomicReference<>("http://127.0.0.1/fhir"));
  }

  /// The address under which others reach the FHIR door, once that is known.
  record Address(AtomicReference<String> base) {}

  @Bean
  SubscriptionDoor subscriptionDoor(
      Database database,
      Outbox outbox,
      Resources resources,
      Deliveries deliveries,
      TiaSettings settings,
      Address address,
      SslBundles bundles) {
    var rest = FhirRestSettings.DEFAULT;
    var definitions = new SearchDefinitions(FhirJson.context(), database, rest.zone());
    var parts =
        new SubscriptionDoor.Parts(
            database,
            outbox,
            resources,
            deliveries,
            () -> definitions.language(rest.search()),
            tls(settings.subscriptions(), bundles));
    return new SubscriptionDoor(
        parts, settings.subscriptions().toSettings(), address.base()::get);
  }

  private static SSLSocketFactory tls(TiaSettings.Subscriptions settings, SslBundles bundles) {
    return settings.tlsBundle().isBlank()
        ? (SSLSocketFactory) SSLSocketFactory.getDefault()
        : bundles.getBundle(settings.tlsBundle()).createSslContext().getSocketFactory();
  }

  @Bean
  SubscriptionStart subscriptionStart(
      SubscriptionDoor door, Address address, TiaSettings settings) {
    return new SubscriptionStart(door, address, settings);
  }

  /// Starts to tell subscribers once the HTTP port is known, which notifications name.
  record SubscriptionStart(SubscriptionDoor door, Address address, TiaSettings settings) {
    @EventListener
    void start(WebServerInitializedEvent event) throws DeploymentException {
      if (!(event.getApplicationContext() instanceof WebApplicationContext web)
          || web.getServletContext() == null) {
        return;
      }
      address.base().set(settings.baseUrl(event.getWebServer().getPort()) + "/fhir");
      if (web.getServletContext().getAttribute(ServerContainer.class.getName())
          instanceof ServerContainer container) {
        door.openSocket(container);
      }
      door.start();
    }
  }
}
