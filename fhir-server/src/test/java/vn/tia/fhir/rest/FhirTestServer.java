package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.config.DoorOperations;
import vn.tia.fhir.search.SearchEngine;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;
import vn.tia.records.testkit.TestDatabase;
import vn.tia.records.testkit.TestFacilities;

/// A whole FHIR door on loopback: Tomcat on a free port, an own database and index.
///
/// Its caller sees the first facility only; the second is there to be never noticed.
public final class FhirTestServer implements AutoCloseable {
  public final Database database;
  public final Facility facility = TestFacilities.first(database);
  public final Facility stranger = TestFacilities.second(database);
  public final Outbox outbox = new Outbox(database);
  public final Resources resources = new Resources(database, outbox, Clock.systemUTC());
  public final Audit audit = new Audit(database);
  public final Facilities facilities = new Facilities(database);
  public final Patients patients = new Patients(database, facilities, resources);
  public final Orders orders = new Orders(database, facilities, patients, resources,
      OrderSettings.DEFAULT, Clock.systemUTC());
  public final FhirDoor door;
  private final Path directory;
  private final List<Runnable> parts = new ArrayList<>();
  private final Tomcat tomcat = new Tomcat();
  private final HttpClient http = HttpClient.newHttpClient();

  FhirTestServer() {
    this((_, _) -> List.of());
  }

  FhirTestServer(FhirRestSettings settings) {
    this(Optional.empty(), settings, (_, _) -> List.of());
  }

  /// A door with additions to it, made from the server's records and its directory.
  public FhirTestServer(BiFunction<FhirTestServer, Path, List<DoorAddition>> additions) {
    this(Optional.empty(), FhirRestSettings.DEFAULT, additions);
  }

  /// A door over that search engine, whether it answers or not.
  public static FhirTestServer on(SearchEngine engine) {
    return new FhirTestServer(
        Optional.of(engine), FhirRestSettings.DEFAULT, (_, _) -> List.of());
  }

  /// The same over a database of the caller, which is closed with the server.
  static FhirTestServer on(SearchEngine engine, Database database) {
    return new FhirTestServer(
        database, Optional.of(engine), FhirRestSettings.DEFAULT, (_, _) -> List.of());
  }

  private FhirTestServer(Optional<SearchEngine> engine, FhirRestSettings settings,
      BiFunction<FhirTestServer, Path, List<DoorAddition>> additions) {
    this(TestDatabase.fresh(), engine, settings, additions);
  }

  private FhirTestServer(Database database, Optional<SearchEngine> engine,
      FhirRestSettings settings,
      BiFunction<FhirTestServer, Path, List<DoorAddition>> additions) {
    // Before what the fields after it are made of.
    this.database = database;
    super();
    try {
      directory = Files.createTempDirectory("tia-fhir-");
      var terminology = DoorOperations.terminology(records());
      door = engine.map(one -> FhirDoor.open(one, records(), terminology, settings))
          .orElseGet(() -> FhirDoor.open(
              directory.resolve("index"), records(), terminology, settings));
      additions.apply(this, directory).forEach(door.servlet()::add);
      tomcat.setBaseDir(directory.toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address",
          InetAddress.getLoopbackAddress().getHostAddress());
      var root = tomcat.addContext("", directory.toString());
      Tomcat.addServlet(root, "fhir", door.servlet());
      root.addServletMappingDecoded("/fhir/*", "fhir");
      tomcat.start();
      while (engine.isEmpty() && !door.isReady()) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Closes this when the server is closed, before the records.
  public void closeFirst(Runnable part) {
    parts.add(part);
  }

  /// Stops what works beside the door.
  public void stopParts() {
    parts.forEach(Runnable::run);
    parts.clear();
  }

  /// The records under the door, as the caller sees them.
  public FhirDoor.Records records() {
    return new FhirDoor.Records(database, outbox, resources, facilities, patients, orders,
        audit, _ -> new Access(Set.of(facility.id())));
  }

  public String base() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";
  }

  public IGenericClient client() {
    var factory = FhirJson.context().getRestfulClientFactory();
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    return factory.newGenericClient(base());
  }

  Parameters parameters() {
    return new Parameters(FhirJson.context());
  }

  public StoredResource put(Resource resource) {
    return resources.put(facility.id(), resource);
  }

  /// Waits until searches see everything that was put.
  public void settle() {
    door.settle();
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base() + path)));
  }

  public HttpResponse<String> post(String path, String type, byte[] body) {
    return send(HttpRequest.newBuilder(URI.create(base() + path))
        .header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  /// Sends a FHIR JSON body, with headers in pairs of name and value.
  public HttpResponse<String> send(
      String method, String path, String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(base() + path))
        .method(method, body.isEmpty() ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body));
    if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/fhir+json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      http.close();
      tomcat.stop();
      tomcat.destroy();
      stopParts();
      door.close();
      database.close();
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
