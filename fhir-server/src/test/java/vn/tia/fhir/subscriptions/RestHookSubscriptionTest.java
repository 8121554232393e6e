package vn.tia.fhir.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.subscriptions.SubscriptionServer.eventually;
import static vn.tia.fhir.subscriptions.SubscriptionServer.hook;
import static vn.tia.fhir.subscriptions.SubscriptionServer.topic;

import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionStatus;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

@Timeout(180)
class RestHookSubscriptionTest {
  private static final SubscriptionServer SERVER = SubscriptionServer.open();

  private final Receiver receiver = Receiver.open();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @AfterEach
  void closeReceiver() {
    SERVER.turnAllOff();
    receiver.close();
  }

  private static Bundle bundle(Receiver.Request request) {
    return FhirJson.decode(request.body(), Bundle.class);
  }

  private static String said(Bundle bundle, String name) {
    var status = (Parameters) bundle.getEntryFirstRep().getResource();
    return status.getParameter().stream().filter(one -> name.equals(one.getName()))
        .findFirst().map(one -> one.getValue().primitiveValue()).orElse("");
  }

  private static String event(Bundle bundle, String part) {
    var status = (Parameters) bundle.getEntryFirstRep().getResource();
    return status.getParameter().stream()
        .filter(one -> "notification-event".equals(one.getName()))
        .flatMap(one -> one.getPart().stream()).filter(one -> part.equals(one.getName()))
        .findFirst().map(one -> one.getValue() instanceof Reference to
            ? to.getReference() : one.getValue().primitiveValue()).orElse("");
  }

  private List<Receiver.Request> events() {
    return receiver.requests.stream()
        .filter(one -> one.body().contains("\"event-notification\"")).toList();
  }

  @Test
  void shakesHandsAndTellsOfASignedReportInFull() {
    var wanted = topic(Topic.REPORT_FINAL, receiver.url(), "full-resource");
    wanted.getChannel().addHeader("Authorization: Bearer abc");
    var id = SERVER.active(wanted);
    assertThat(receiver.requests).singleElement().satisfies(shake -> {
      assertThat(said(bundle(shake), "type")).isEqualTo("handshake");
      assertThat(said(bundle(shake), "status")).isEqualTo("requested");
      assertThat(shake.header("Authorization")).isEqualTo("Bearer abc");
      assertThat(shake.header("Content-Type")).isEqualTo("application/fhir+json");
    });

    var report = SERVER.written(
        SERVER.report(DiagnosticReportStatus.PRELIMINARY, "Nháp"));
    SERVER.written(report.setStatus(DiagnosticReportStatus.FINAL).setConclusion("Đã ký"));
    eventually(() -> events().size() == 1);

    var bundle = bundle(events().getFirst());
    assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.HISTORY);
    assertThat(said(bundle, "topic")).isEqualTo("urn:tia:topic:report-final");
    assertThat(said(bundle, "status")).isEqualTo("active");
    assertThat(said(bundle, "events-since-subscription-start")).isEqualTo("1");
    assertThat(event(bundle, "event-number")).isEqualTo("1");
    assertThat(event(bundle, "focus"))
        .endsWith("/DiagnosticReport/" + report.getIdElement().getIdPart());
    assertThat(((DiagnosticReport) bundle.getEntry().get(1).getResource()).getConclusion())
        .isEqualTo("Đã ký");
    assertThat(bundle.getEntryFirstRep().getRequest().getUrl())
        .isEqualTo(SERVER.fhir.base() + "/Subscription/" + id + "/$status");
  }

  @Test
  void tellsNoMoreThanTheContentThatWasAskedFor() {
    SERVER.active(topic(Topic.REPORT_FINAL, receiver.url() + "?empty", "empty"));
    SERVER.active(topic(Topic.REPORT_FINAL, receiver.url() + "?id", "id-only"));

    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "Bí mật"));
    eventually(() -> events().size() == 2);

    var empty = events().stream().filter(one -> one.path().endsWith("?empty")).findFirst();
    var ids = events().stream().filter(one -> one.path().endsWith("?id")).findFirst();
    assertThat(event(bundle(empty.orElseThrow()), "focus")).isEmpty();
    assertThat(event(bundle(ids.orElseThrow()), "focus")).contains("/DiagnosticReport/");
    assertThat(ids.orElseThrow().body()).doesNotContain("Bí mật");
  }

  @Test
  void keepsToTheFiltersOfATopic() {
    var filtered = topic(Topic.REPORT_FINAL, receiver.url(), "id-only");
    filtered.getCriteriaElement().addExtension(Wanted.BACKPORT + "filter-criteria",
        new StringType("DiagnosticReport?identifier=urn:a|only-this"));
    SERVER.active(filtered);

    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "không"));
    var other = SERVER.report(DiagnosticReportStatus.FINAL, "đúng");
    other.addIdentifier().setSystem("urn:a").setValue("only-this");
    var meant = SERVER.written(other);
    eventually(() -> !events().isEmpty());

    assertThat(events()).singleElement().satisfies(one ->
        assertThat(event(bundle(one), "focus")).endsWith(meant.getIdElement().getIdPart()));
  }

  @Test
  void watchesByWhatIsSearchedByAtRunTime() {
    var wanted = hook("DiagnosticReport?signed-by=Lan", receiver.url());
    assertThat(SERVER.fhir.send("POST", "/Subscription", FhirJson.encode(wanted)).statusCode())
        .isEqualTo(422);
    var parameter = new SearchParameter().setUrl("urn:x:signed-by").setName("signed-by")
        .setStatus(PublicationStatus.ACTIVE).setCode("signed-by").setType(SearchParamType.STRING)
        .setDescription("Who signed, as told")
        .setExpression("DiagnosticReport.resultsInterpreter.display");
    parameter.addBase("DiagnosticReport");
    SERVER.written(parameter);
    SERVER.active(wanted);

    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "của Minh")
        .addResultsInterpreter(new Reference().setDisplay("Minh")));
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "của Lan")
        .addResultsInterpreter(new Reference().setDisplay("Lan")));
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "của Lan nữa")
        .addResultsInterpreter(new Reference().setDisplay("Lan")));

    eventually(() -> receiver.requests.size() == 2);
    SERVER.fhir.send("DELETE", "/SearchParameter/" + parameter.getIdElement().getIdPart(), "");
  }

  @Test
  void servesCriteriaAsR4HasThem() {
    var bare = hook("DiagnosticReport?status=final,amended&code:text=CT", receiver.url());
    SERVER.active(bare.setCriteria("DiagnosticReport?status=final"));
    var whole = hook("DiagnosticReport?status=final", receiver.url() + "/base");
    whole.getChannel().setPayload("application/fhir+json");
    SERVER.active(whole);

    SERVER.written(SERVER.report(DiagnosticReportStatus.PRELIMINARY, "nháp"));
    var report = SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "ký"));
    eventually(() -> receiver.requests.size() == 2);

    assertThat(receiver.requests).filteredOn(one -> one.method().equals("POST"))
        .singleElement().satisfies(one -> {
          assertThat(one.path()).isEqualTo("/hook");
          assertThat(one.body()).isEmpty();
        });
    assertThat(receiver.requests).filteredOn(one -> one.method().equals("PUT"))
        .singleElement().satisfies(one -> {
          assertThat(one.path()).isEqualTo("/hook/base/DiagnosticReport/"
              + report.getIdElement().getIdPart());
          assertThat(FhirJson.decode(one.body(), DiagnosticReport.class).getConclusion())
              .isEqualTo("ký");
        });
  }

  @Test
  void losesNothingWhenItsReceiverIsDownForATime() {
    var id = SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    int port = receiver.port();
    receiver.close();

    var reports = IntStream.range(0, 5).mapToObj(i -> SERVER.written(
        SERVER.report(DiagnosticReportStatus.FINAL, "báo cáo " + i))).toList();
    SERVER.becomes(id, SubscriptionStatus.ERROR);
    assertThat(SERVER.subscription(id).getError()).contains("can't be reached")
        .doesNotContain("127.0.0.1");

    try (var back = Receiver.openAt(port)) {
      eventually(() -> back.requests.size() >= 5);
      SERVER.becomes(id, SubscriptionStatus.ACTIVE);
      assertThat(back.requests).hasSize(5);
      assertThat(back.requests).extracting(one -> event(bundle(one), "event-number"))
          .containsExactly("1", "2", "3", "4", "5");
      assertThat(back.requests).extracting(one -> event(bundle(one), "focus"))
          .containsExactlyElementsOf(reports.stream().map(report ->
              SERVER.fhir.base() + "/DiagnosticReport/" + report.getIdElement().getIdPart())
              .toList());
      assertThat(SERVER.subscription(id).hasError()).isFalse();
    }
  }

  @Test
  void goesOnWhereItStoppedAfterARestart() {
    SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "trước"));
    eventually(() -> events().size() == 1);

    SERVER.stopTelling();
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "trong"));
    SERVER.tellAgain();
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "sau"));
    eventually(() -> events().size() == 3);

    assertThat(events()).extracting(one -> event(bundle(one), "event-number"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void sendsTheSameEventAgainUntilItIsTaken() {
    SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    var refusals = new java.util.concurrent.atomic.AtomicInteger();
    receiver.answer(_ -> refusals.incrementAndGet() <= 3 ? 503 : 204);

    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "một"));
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "hai"));
    eventually(() -> events().size() == 5);

    assertThat(events()).extracting(one -> event(bundle(one), "event-number"))
        .containsExactly("1", "1", "1", "1", "2");
  }

  @Test
  void followsNoRedirect() {
    var id = SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    receiver.answer(_ -> 307);

    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "một"));
    SERVER.becomes(id, SubscriptionStatus.ERROR);

    assertThat(receiver.requests).noneMatch(one -> one.path().contains("elsewhere"));
    assertThat(SERVER.subscription(id).getError()).isEqualTo("the receiver answered HTTP 307");
  }

  @Test
  void isTurnedOffByItsClientAndByAReceiverThatIsGone() {
    var id = SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    SERVER.written(SERVER.subscription(id).setStatus(SubscriptionStatus.OFF));
    SERVER.becomes(id, SubscriptionStatus.OFF);
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "không ai nghe"));

    var gone = SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "id-only"));
    receiver.answer(_ -> 410);
    SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "đã đi"));
    SERVER.becomes(gone, SubscriptionStatus.OFF);
    assertThat(events()).allMatch(one -> event(bundle(one), "event-number").equals("1"));
    assertThat(SERVER.fhir.get("/Subscription/" + id + "/$status").body())
        .contains("\"off\"").contains("\"valueString\":\"0\"");
  }

  @Test
  void beatsWhereNothingHappens() {
    var quiet = topic(Topic.ORDER_STATUS, receiver.url(), "empty");
    quiet.getChannel().addExtension(Wanted.BACKPORT + "heartbeat-period", new UnsignedIntType(1));
    SERVER.active(quiet);

    eventually(() -> receiver.requests.stream()
        .filter(one -> one.body().contains("\"heartbeat\"")).count() >= 2);
  }

  @Test
  void answersWhatWasMissed() {
    var id = SERVER.active(topic(Topic.REPORT_FINAL, receiver.url(), "full-resource"));
    IntStream.range(0, 3).forEach(i ->
        SERVER.written(SERVER.report(DiagnosticReportStatus.FINAL, "báo cáo " + i)));
    eventually(() -> events().size() == 3);

    var missed = FhirJson.decode(SERVER.fhir.get("/Subscription/" + id
        + "/$events?eventsSinceNumber=2&content=id-only").body(), Bundle.class);
    var all = FhirJson.decode(
        SERVER.fhir.get("/Subscription/" + id + "/$events").body(), Bundle.class);

    assertThat(said(missed, "type")).isEqualTo("query-event");
    assertThat(event(missed, "event-number")).isEqualTo("2");
    assertThat(missed.getEntry()).hasSize(1);
    assertThat(all.getEntry()).hasSize(4);
    var statuses = FhirJson.decode(
        SERVER.fhir.get("/Subscription/$status?id=" + id).body(), Bundle.class);
    assertThat(statuses.getEntry()).hasSize(1);
    assertThat(said(statuses, "events-since-subscription-start")).isEqualTo("3");
    assertThat(SERVER.fhir.get("/Subscription/nobody/$events").statusCode()).isEqualTo(404);
  }
}
