package vn.tia.fhir.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.tia.fhir.subscriptions.SubscriptionServer.eventually;
import static vn.tia.fhir.subscriptions.SubscriptionServer.hook;
import static vn.tia.fhir.subscriptions.SubscriptionServer.topic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscriptions that are to reach what they must not: row 70 of the bad inputs.
@Timeout(180)
class HostileSubscriptionTest {
  /// As the program starts: no private network is allowed.
  private static final SubscriptionServer STRICT =
      new SubscriptionServer(SubscriptionSettings.DEFAULT);

  @AfterAll
  static void stop() {
    assertThat(STRICT.fhir.get("/metadata").statusCode()).as("still alive").isEqualTo(200);
    STRICT.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://127.0.0.1/x", "https://127.0.0.1/x", "http://localhost:8080/x",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]/x", "http://[::ffff:127.0.0.1]/x",
    "http://[::ffff:10.0.0.1]/x", "http://[fe80::1]/x", "http://[fd00::1]/x",
    "http://[64:ff9b::7f00:1]/x", "http://[2002:7f00:1::]/x", "http://10.1.2.3/x",
    "http://172.16.0.1/x", "http://192.168.1.1/x", "http://100.64.0.1/x", "http://0.0.0.0/x",
    "http://224.0.0.1/x", "http://255.255.255.255/x",
    "http://2130706433/x", "http://0x7f000001/x", "http://0177.0.0.1/x", "http://127.1/x",
    "file:///etc/passwd", "gopher://127.0.0.1:70/x", "ftp://example.org/x", "jar:http://x!/",
    "//127.0.0.1/x", "http:127.0.0.1", "http://", "http://user:pw@example.org/x",
    "http://example.org@127.0.0.1/x", "http://example.org\\@127.0.0.1/x",
    "http://example.org/x#y", "http://example.org:0/x", "http://example.org:99999/x",
    "http://example.org/a b", "http://exam\u0301ple.org/x", "http://127.0.0.1\t/x"})
  void refusesAnEndpointThatLeadsWhereItMustNot(String endpoint) {
    int before = subscriptions();

    var answer = STRICT.write(hook("DiagnosticReport?status=final", endpoint));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("Subscription.");
    assertThat(subscriptions()).isEqualTo(before);
  }

  private static int subscriptions() {
    return STRICT.fhir.database.jdbc()
        .sql("SELECT count(*) FROM resource WHERE resource_type = 'Subscription'")
        .query(Integer.class).single();
  }

  @Test
  void refusesPlainHttpToThePublicInternet() {
    var answer = STRICT.write(hook("DiagnosticReport?status=final", "http://8.8.8.8/x"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("plain http outside of the allowed networks");
    assertThat(STRICT.write(hook("DiagnosticReport?status=final", "https://8.8.8.8/x"))
        .statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-A: b\r\nX-C: d", "X-A: b\nX-C: d", "X-A b", "Host: evil",
    "Content-Length: 0", "Transfer-Encoding: chunked", "connection: upgrade", ": x", "X A: b",
    "X-A: ñ", "X-A: \u0000"})
  void refusesAHeaderThatWouldBeMoreThanOne(String header) {
    var subscription = hook("DiagnosticReport?status=final", "https://8.8.8.8/x");
    subscription.getChannel().addHeader(header);

    assertThatThrownBy(() -> Wanted.of(subscription))
        .isInstanceOf(BadSubscriptionException.class).hasMessageContaining("channel.header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DiagnosticReport?nosuch=1", "DiagnosticReport?patient.name=x",
    "Nothing?x=1", "Subscription?status=active", "DiagnosticReport?status", "status=final", "",
    "urn:tia:topic:unknown", "DiagnosticReport?date=soon", "DiagnosticReport?status=%zz",
    "DiagnosticReport?_include=DiagnosticReport:patient"})
  void refusesCriteriaThatCannotBeWatched(String criteria) {
    var answer = STRICT.write(hook(criteria, "https://8.8.8.8/x"));

    assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
  }

  @Test
  void refusesOtherChannelsAndFiltersOfOtherTypes() {
    var mail = hook("DiagnosticReport?status=final", "mailto:a@example.org");
    mail.getChannel().setType(SubscriptionChannelType.EMAIL);
    assertThat(STRICT.write(mail).statusCode()).isEqualTo(422);

    var filtered = topic(Topic.REPORT_FINAL, "https://8.8.8.8/x", "id-only");
    filtered.getCriteriaElement().addExtension(
        Wanted.BACKPORT + "filter-criteria", new StringType("Patient?name=x"));
    assertThat(STRICT.write(filtered).body()).contains("begins with DiagnosticReport?");

    var none = hook("DiagnosticReport?status=final", "");
    none.getChannel().setEndpoint(null);
    assertThat(STRICT.write(none).statusCode()).isEqualTo(422);
  }

  /// A name that was public when it was written and leads inside when it is called: the check is at
  /// the connection itself.
  @Test
  void sendsNoPacketWhenANameLeadsElsewhereLater() throws IOException {
    var calls = new AtomicInteger();
    try (var inside = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try {
          inside.accept().close();
          calls.incrementAndGet();
        } catch (IOException _) {
          // Closed at the end of the test.
        }
      });
      var hook = new RestHook(SubscriptionSettings.DEFAULT,
          (SSLSocketFactory) SSLSocketFactory.getDefault());

      for (var scheme : List.of("http", "https")) {
        assertThatThrownBy(() -> hook.send(new RestHook.Message("POST",
            Target.of(scheme + "://localhost:" + inside.getLocalPort() + "/x"), List.of(), "",
            new byte[0])))
            .hasMessage("the endpoint leads to an address that is not allowed");
      }
      assertThat(calls).hasValue(0);
    }
  }

  @Test
  void isHeldUpByNoReceiverThatDripsOrStaysSilent() throws IOException {
    var settings = SubscriptionServer.onLoopback(Duration.ofSeconds(2), Duration.ofDays(1));
    var sockets = new CopyOnWriteArrayList<Socket>();
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var dripping = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var receiver = Receiver.open(); var server = new SubscriptionServer(settings)) {
      Thread.ofVirtual().start(() -> accept(silent, sockets, false));
      Thread.ofVirtual().start(() -> accept(dripping, sockets, true));
      for (var slow : List.of(silent, dripping)) {
        var answer = server.write(topic(Topic.REPORT_FINAL,
            "http://127.0.0.1:" + slow.getLocalPort() + "/x", "id-only"));
        assertThat(answer.statusCode()).isEqualTo(201);
      }
      server.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));

      for (int i = 0; i < 3; i++) {
        server.written(server.report(DiagnosticReportStatus.FINAL, "báo cáo " + i));
      }

      eventually(() -> receiver.requests.size() == 4);
      eventually(() -> server.fhir.database.jdbc()
          .sql("SELECT count(*) FROM subscription WHERE status = 'ERROR'")
          .query(Integer.class).single() == 2);
      assertThat(server.fhir.database.jdbc().sql("SELECT DISTINCT reason FROM delivery "
          + "WHERE state = 'WAITING' AND reason <> ''").query(String.class).list())
          .allMatch(reason -> reason.contains("did not answer in time")
              || reason.contains("can't be reached"));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static void accept(ServerSocket server, List<Socket> sockets, boolean isDripping) {
    try {
      while (true) {
        var socket = server.accept();
        sockets.add(socket);
        if (isDripping) {
          Thread.ofVirtual().start(() -> drip(socket));
        }
      }
    } catch (IOException _) {
      // Closed at the end of the test.
    }
  }

  private static void drip(Socket socket) {
    try {
      for (byte one : "HTTP/1.1 200 a very long reason ".repeat(100)
          .getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(one);
        Thread.sleep(200);
      }
    } catch (IOException | InterruptedException _) {
      // The other side has had enough.
    }
  }

  @Test
  void readsNoMoreOfAnAnswerThanItsStatus() throws IOException {
    var settings = SubscriptionServer.onLoopback(Duration.ofSeconds(10), Duration.ofDays(1));
    var hook = new RestHook(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
    for (var line : List.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"
        + "HTTP/1.0 204\r\n")) {
      assertThat(answered(hook, line + "X: y\r\n".repeat(1_000))).isIn(200, 204);
    }
    for (var line : List.of("SSH-2.0-OpenSSH\r\n", "HTTP/2 200\r\n", "x".repeat(10_000), "")) {
      assertThatThrownBy(() -> answered(hook, line)).isInstanceOf(IOException.class)
          .hasMessageStartingWith("the receiver");
    }
  }

  private static int answered(RestHook hook, String answer) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try (var socket = server.accept()) {
          socket.getInputStream().read(new byte[65_536]);
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
          // The other side closes as soon as it knows enough.
        }
      });
      return hook.send(new RestHook.Message("POST",
          Target.of("http://127.0.0.1:" + server.getLocalPort() + "/x"), List.of(), "",
          new byte[0]));
    }
  }

  @Test
  void turnsOffAfterTooLongATimeOfFailures() {
    var settings = SubscriptionServer.onLoopback(Duration.ofSeconds(2), Duration.ofSeconds(1));
    try (var receiver = Receiver.open(); var server = new SubscriptionServer(settings)) {
      var id = server.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
      receiver.answer(_ -> 500);

      server.written(server.report(DiagnosticReportStatus.FINAL, "một"));

      server.becomes(id, SubscriptionStatus.OFF);
      assertThat(server.subscription(id).getError()).isEqualTo("the receiver answered HTTP 500");

      receiver.answer(_ -> 200);
      Subscription again = server.subscription(id);
      server.written(again.setStatus(SubscriptionStatus.REQUESTED));
      server.becomes(id, SubscriptionStatus.ACTIVE);
      server.written(server.report(DiagnosticReportStatus.FINAL, "hai"));
      eventually(() -> receiver.requests.stream()
          .anyMatch(one -> one.body().contains("\"event-number\",\"valueString\":\"2\"")));
    }
  }

  @Test
  void tellsNothingOfAnotherFacility() {
    var settings = SubscriptionServer.onLoopback(Duration.ofSeconds(5), Duration.ofDays(1));
    try (var receiver = Receiver.open(); var server = new SubscriptionServer(settings)) {
      server.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
      var stranger = server.report(DiagnosticReportStatus.FINAL, "của người khác");
      server.fhir.resources.put(server.fhir.stranger.id(), stranger);

      server.written(server.report(DiagnosticReportStatus.FINAL, "của mình"));
      eventually(() -> receiver.requests.size() == 2);

      assertThat(receiver.requests.getLast().body())
          .contains("\"event-number\",\"valueString\":\"1\"")
          .doesNotContain(stranger.getIdElement().getIdPart());
    }
  }
}
