package vn.tia.fhir.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.subscriptions.SubscriptionServer.eventually;

import jakarta.websocket.server.ServerContainer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.mapping.fhir.FhirJson;

/// Java's own websocket client, bound to subscriptions.
@Timeout(180)
class WebSocketSubscriptionTest {
  private static final SubscriptionServer SERVER = SubscriptionServer.open();
  private static final Tomcat TOMCAT = new Tomcat();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  private static Path directory;

  @BeforeAll
  static void open() throws Exception {
    TOMCAT.setBaseDir(directory.toString());
    TOMCAT.setPort(0);
    TOMCAT.getConnector().setProperty("address",
        InetAddress.getLoopbackAddress().getHostAddress());
    var root = TOMCAT.addContext("", directory.toString());
    root.addServletContainerInitializer(new WsSci(), null);
    Tomcat.addServlet(root, "none", new jakarta.servlet.http.HttpServlet() { });
    root.addServletMappingDecoded("/", "none");
    TOMCAT.start();
    SERVER.door().openSocket((ServerContainer) root.getServletContext()
        .getAttribute(ServerContainer.class.getName()));
  }

  @AfterAll
  static void stop() throws Exception {
    TOMCAT.stop();
    TOMCAT.destroy();
    SERVER.close();
  }

  @AfterEach
  void turnOff() {
    SERVER.turnAllOff();
  }

  /// A client that keeps what it hears.
  private static final class Client implements WebSocket.Listener, AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private volatile boolean isClosed;
    private final WebSocket socket;

    Client() throws Exception {
      socket = HTTP.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:"
          + TOMCAT.getConnector().getLocalPort() + SubscriptionDoor.SOCKET_PATH), this)
          .get(20, TimeUnit.SECONDS);
    }

    void say(String text) throws Exception {
      socket.sendText(text, true).get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      isClosed = true;
      return null;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }

  private static Subscription wanted(String criteria) {
    var subscription = SubscriptionServer.hook(criteria, "");
    subscription.getChannel().setEndpoint(null).setType(SubscriptionChannelType.WEBSOCKET);
    return subscription;
  }

  private static String token(String id) {
    var answer = FhirJson.decode(
        SERVER.fhir.get("/Subscription/" + id + "/$get-ws-binding-token").body(),
        Parameters.class);
    assertThat(answer.getParameter("websocket-url").getValue().primitiveValue())
        .endsWith(SubscriptionDoor.SOCKET_PATH).startsWith("ws://");
    return answer.getParameter("token").getValue().primitiveValue();
  }

  @Test
  void tellsAboutATopicByItsToken() throws Exception {
    var subscription = wanted(Topic.REPORT_FINAL.canonical());
    subscription.getChannel().setPayload("application/fhir+json");
    subscription.getChannel().getPayloadElement().addExtension(
        Wanted.BACKPORT + "payload-content", new org.hl7.fhir.r4.model.CodeType("id-only"));
    var id = SERVER.active(subscription);

    try (var client = new Client()) {
      client.say("bind-with-token: " + token(id));
      eventually(() -> client.heard.size() == 1);
      assertThat(client.heard.getFirst()).contains("\"handshake\"");

      var report = SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "ký"));
      SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "ký nữa"));
      eventually(() -> client.heard.size() == 3);

      assertThat(FhirJson.decode(client.heard.get(1), Bundle.class).getType())
          .isEqualTo(Bundle.BundleType.HISTORY);
      assertThat(client.heard.get(1)).contains(report.getIdElement().getIdPart())
          .contains("\"event-number\",\"valueString\":\"1\"");
      assertThat(client.heard.get(2)).contains("\"event-number\",\"valueString\":\"2\"");
    }
  }

  @Test
  void pingsAsR4HasIt() throws Exception {
    var id = SERVER.active(wanted("DiagnosticReport?status=final"));
    try (var client = new Client()) {
      client.say("bind " + id);
      eventually(() -> client.heard.contains("bound " + id));

      SERVER.written(SERVER.report(DiagnosticReportStatus.PRELIMINARY, "nháp"));
      SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "ký"));
      eventually(() -> client.heard.contains("ping " + id));

      assertThat(client.heard).containsExactly("bound " + id, "ping " + id);
    }
  }

  @Test
  void beatsOnASocketWhereNothingHappens() throws Exception {
    var quiet = wanted(Topic.ORDER_STATUS.canonical());
    quiet.getChannel().addExtension(Wanted.BACKPORT + "heartbeat-period", new UnsignedIntType(1));
    var id = SERVER.active(quiet);
    try (var client = new Client()) {
      client.say("bind-with-token: " + token(id));
      eventually(() -> client.heard.stream()
          .filter(text -> text.contains("\"heartbeat\"")).count() >= 2);
    }
  }

  @Test
  void closesASocketThatIsBoundToNothing() throws Exception {
    for (var text : List.of("bind-with-token: guessed", "bind nobody", "x".repeat(100),
        "bind ../../x", "x".repeat(100_000))) {
      try (var client = new Client()) {
        client.say(text);
        eventually(() -> client.isClosed);
        assertThat(client.heard).isEmpty();
      }
    }
  }

  @Test
  void givesNoTokenForWhatIsToldByHttp() {
    var id = SERVER.written(SubscriptionServer.hook(
        "DiagnosticReport?status=final", "http://127.0.0.1:1/x")).getIdElement().getIdPart();
    SERVER.becomes(id, Subscription.SubscriptionStatus.ACTIVE);

    assertThat(SERVER.fhir.get("/Subscription/" + id + "/$get-ws-binding-token").statusCode())
        .isEqualTo(422);
    assertThat(SERVER.fhir.get("/Subscription/nobody/$get-ws-binding-token").statusCode())
        .isEqualTo(404);
  }
}
