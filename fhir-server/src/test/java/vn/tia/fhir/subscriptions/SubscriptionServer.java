package vn.tia.fhir.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import vn.tia.fhir.config.DoorOperations;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.rest.FhirTestServer;
import vn.tia.fhir.rest.SearchDefinitions;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.DeliverySettings;
import vn.tia.records.deliveries.DeliveryWorker;

/// A FHIR door with subscriptions, which may lead to this machine.
final class SubscriptionServer implements AutoCloseable {
  final FhirTestServer fhir;
  final String patient;
  private final Deliveries deliveries;
  private final SubscriptionSettings settings;
  private SubscriptionDoor door;
  private DeliveryWorker worker;

  SubscriptionServer(SubscriptionSettings settings) {
    this.settings = settings;
    var made = new AtomicReference<SubscriptionDoor>();
    var queue = new AtomicReference<Deliveries>();
    fhir = new FhirTestServer((server, directory) -> {
      queue.set(new Deliveries(server.database));
      made.set(door(server, queue.get()));
      var parts = DoorOperations.parts(server.records(), List.of(), Map.of(),
          ExportSettings.in(directory.resolve("exports")));
      server.closeFirst(parts.exports().worker()::close);
      return List.of(
          DoorOperations.of(server.door, server.records(), parts, made.get().operations()),
          made.get());
    });
    deliveries = queue.get();
    door = made.get();
    patient = fhir.put(new Patient()).key().toString();
    start();
  }

  /// Receivers on loopback, and little patience.
  static SubscriptionSettings onLoopback(Duration answer, Duration off) {
    return new SubscriptionSettings(List.of("127.0.0.0/8"),
        SubscriptionSettings.Plain.ALLOWED_NETWORKS, Duration.ofSeconds(2), answer, 2, off,
        Duration.ofDays(30));
  }

  static SubscriptionServer open() {
    return new SubscriptionServer(onLoopback(Duration.ofSeconds(10), Duration.ofDays(3)));
  }

  private SubscriptionDoor door(FhirTestServer server, Deliveries queue) {
    var rest = FhirRestSettings.DEFAULT;
    var definitions =
        new SearchDefinitions(FhirJson.context(), server.database, rest.zone());
    return new SubscriptionDoor(new SubscriptionDoor.Parts(server.database, server.outbox,
        server.resources, queue,
        () -> definitions.language(rest.search()),
        (SSLSocketFactory) SSLSocketFactory.getDefault()), settings, server::base);
  }

  private void start() {
    door.start();
    worker = DeliveryWorker.start(fhir.database, deliveries,
        Map.of(SubscriptionEvents.KIND, door.channel()),
        new DeliverySettings(
            Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofDays(1), 8, 2));
  }

  SubscriptionDoor door() {
    return door;
  }

  /// Stops to tell anybody, as a program that ends.
  void stopTelling() {
    worker.close();
    try {
      door.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Begins again, with nothing in memory.
  void tellAgain() {
    door = door(fhir, deliveries);
    start();
  }

  static Subscription hook(String criteria, String url) {
    var subscription = new Subscription().setStatus(SubscriptionStatus.REQUESTED)
        .setCriteria(criteria).setReason("test");
    subscription.getChannel().setType(SubscriptionChannelType.RESTHOOK).setEndpoint(url);
    return subscription;
  }

  static Subscription topic(Topic topic, String url, String content) {
    var subscription = hook(topic.canonical(), url);
    subscription.getChannel().setPayload("application/fhir+json");
    subscription.getChannel().getPayloadElement()
        .addExtension(Wanted.BACKPORT + "payload-content", new CodeType(content));
    return subscription;
  }

  DiagnosticReport report(DiagnosticReportStatus status, String conclusion) {
    var report = new DiagnosticReport().setStatus(status)
        .setCode(new CodeableConcept().setText("CT ngực"))
        .setSubject(new Reference(patient));
    report.setConclusion(conclusion);
    return report;
  }

  HttpResponse<String> write(Resource resource) {
    var path = "/" + resource.fhirType()
        + (resource.hasId() ? "/" + resource.getIdElement().getIdPart() : "");
    var request = HttpRequest.newBuilder(URI.create(fhir.base() + path))
        .header("Content-Type", "application/fhir+json");
    var body = HttpRequest.BodyPublishers.ofString(FhirJson.encode(resource));
    return fhir.send(resource.hasId() ? request.PUT(body) : request.POST(body));
  }

  <T extends Resource> T written(T resource) {
    var answer = write(resource);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    @SuppressWarnings("unchecked")
    var type = (Class<T>) resource.getClass();
    return FhirJson.decode(answer.body(), type);
  }

  /// A Subscription that is served, by its id.
  String active(Subscription subscription) {
    var id = written(subscription).getIdElement().getIdPart();
    becomes(id, SubscriptionStatus.ACTIVE);
    return id;
  }

  void becomes(String id, SubscriptionStatus status) {
    eventually(() -> subscription(id).getStatus() == status);
  }

  Subscription subscription(String id) {
    return FhirJson.decode(fhir.get("/Subscription/" + id).body(), Subscription.class);
  }

  /// Leaves nobody who would hear of the next test.
  void turnAllOff() {
    fhir.database.jdbc().sql("UPDATE subscription SET status = 'OFF'").update();
  }

  static void eventually(BooleanSupplier condition) {
    var end = Instant.now().plusSeconds(45);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("within 45 s").isBefore(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    stopTelling();
    fhir.close();
  }
}
