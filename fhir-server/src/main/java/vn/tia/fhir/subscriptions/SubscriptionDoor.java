package vn.tia.fhir.subscriptions;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.UriType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.rest.DoorAddition;
import vn.tia.fhir.rest.SearchLanguage;
import vn.tia.fhir.rest.WriteRule;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.resources.Resources;

/// Subscriptions, put together: what they may ask, what they hear, and how they are told.
public final class SubscriptionDoor implements DoorAddition, AutoCloseable {
  /// The path of the websocket, beside the FHIR door's own.
  public static final String SOCKET_PATH = "/fhir-subscriptions";

  private static final String EXTENSIONS = "http://hl7.org/fhir/";

  private final SubscriptionChanges changes;
  private final Notifications notifications;
  private final BindingTokens tokens;
  private final RestHookChannel channel;
  private final SubscriptionRule rule;
  private final List<Operation> operations;
  private final Supplier<String> base;
  private final Supplier<List<AutoCloseable>> starting;
  private List<AutoCloseable> running = List.of();

  /// What subscriptions stand on.
  ///
  /// @param language by which criteria ask now
  /// @param tls makes TLS connections to receivers
  public record Parts(Database database, Outbox outbox, Resources resources,
      Deliveries deliveries, Supplier<SearchLanguage> language, SSLSocketFactory tls) {}

  /// @param base the address under which others reach the FHIR door, known once HTTP is open
  public SubscriptionDoor(Parts parts, SubscriptionSettings settings, Supplier<String> base) {
    var clock = Clock.systemUTC();
    var criteria = new Criteria(parts.language(), base);
    var hook = new RestHook(settings, parts.tls());
    this.base = base;
    this.changes = new SubscriptionChanges(parts.database(), parts.resources());
    this.notifications = new Notifications(parts.resources(), clock, base);
    this.tokens = new BindingTokens(clock);
    this.channel = new RestHookChannel(changes, notifications, hook, settings, clock);
    this.rule = new SubscriptionRule(criteria, hook);
    this.operations = List.of(new StatusOperation(changes, notifications),
        new EventsOperation(changes, notifications),
        new TokenOperation(changes, tokens, this::socketUrl, clock));
    var events = new SubscriptionEvents(
        changes, parts.resources(), parts.deliveries(), criteria);
    this.starting = () -> List.of(
        OutboxWorker.start(parts.database(), parts.outbox(), events.consumer()),
        SubscriptionPulse.start(changes, parts.deliveries(), settings, clock));
  }

  /// Begins to hear of events, from where it stopped last.
  public void start() {
    running = starting.get();
  }

  /// What its followers fail at now, for the health page.
  public Optional<String> error() {
    return running.stream()
        .flatMap(one -> one instanceof OutboxWorker worker ? worker.error().stream()
            : Stream.of())
        .findFirst();
  }

  /// Sends what is queued under [SubscriptionEvents#KIND].
  public DeliveryChannel channel() {
    return channel;
  }

  public List<Operation> operations() {
    return operations;
  }

  /// Opens the websocket in a servlet container.
  public void openSocket(ServerContainer container) throws DeploymentException {
    container.addEndpoint(ServerEndpointConfig.Builder
        .create(SubscriptionSocket.class, SOCKET_PATH)
        .configurator(new ServerEndpointConfig.Configurator() {
          @Override
          public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new SubscriptionSocket(changes, notifications, tokens));
          }
        })
        .build());
  }

  private String socketUrl() {
    return base.get().replaceFirst("^http", "ws").replaceFirst("/fhir$", "") + SOCKET_PATH;
  }

  @Override
  public List<Object> interceptors() {
    return List.of();
  }

  @Override
  public List<WriteRule> rules() {
    return List.of(rule);
  }

  @Override
  public void describe(CapabilityStatement statement) {
    statement.getRest().forEach(rest -> {
      rest.addExtension(EXTENSIONS + "StructureDefinition/capabilitystatement-websocket",
          new UriType(socketUrl()));
      rest.getResource().stream()
          .filter(resource -> "Subscription".equals(resource.getType()))
          .forEach(resource -> Stream.of(Topic.values()).forEach(topic ->
              resource.addExtension(EXTENSIONS + "uv/subscriptions-backport/StructureDefinition/"
                  + "capabilitystatement-subscriptiontopic-canonical",
                  new CanonicalType(topic.canonical()))));
    });
  }

  @Override
  public void close() throws Exception {
    for (var one : running) {
      one.close();
    }
  }
}
