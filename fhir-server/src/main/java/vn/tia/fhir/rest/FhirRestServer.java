package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.rest.RequestBody.Beside;
import vn.tia.fhir.rest.RequestBody.Outcome;
import vn.tia.fhir.rest.RestCall.Body;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.rest.query.Searches;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.feed.SearchFeed;
import vn.tia.fhir.search.records.RecordsSearch;
import vn.tia.fhir.search.records.SteadyAnswers;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.patients.WrittenPatients;
import vn.tia.records.resources.Claims;
import vn.tia.records.resources.IdentifiedResources;
import vn.tia.records.resources.ResourceHistory;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// The servlet of the FHIR door: to be registered at a path with `/*` behind it.
public final class FhirRestServer extends RestfulServer {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FhirRestServer.class);

  private final transient Parts parts;
  private final transient FhirRestSettings settings;
  private final transient RequestBody bodies;
  private final transient Interactions interactions;
  private final transient List<DoorAddition> additions = new ArrayList<>();
  private final transient List<WriteRule> rules = new CopyOnWriteArrayList<>();

  /// What the door stands on.
  ///
  /// @param codeSets what `:in` and `:below` ask
  /// @param links signs the links of pages: the same secret on every node, else a link works on
  ///     one node only
  public record Parts(Resources resources, OrderWrites.Records orders, SearchIndex index,
      SearchFeed feed, SearchDefinitions definitions, Audit audit, RequestAccess access,
      PageLinks links, CodeSets codeSets) {}

  public FhirRestServer(Parts parts, FhirRestSettings settings) {
    super(FhirJson.context());
    this.parts = parts;
    this.settings = settings;
    this.bodies = new RequestBody(settings.bodyBytesMax());
    this.interactions = interactions(getFhirContext());
  }

  /// Takes in what the door also answers; to be called before the servlet starts.
  public void add(DoorAddition addition) {
    additions.add(addition);
    rules.addAll(addition.rules());
  }

  @Override
  protected void initialize() throws ServletException {
    setDefaultResponseEncoding(EncodingEnum.JSON);
    setServerConformanceProvider(new Capabilities(
        () -> parts.feed().schema().parameters(), settings, additions));
    additions.stream().flatMap(addition -> addition.interceptors().stream())
        .forEach(this::registerInterceptor);
    registerInterceptor(new Failures());
  }

  private Interactions interactions(FhirContext context) {
    var limits = settings.search();
    var resources = parts.resources();
    var orders = parts.orders();
    var parser = new SearchParser(() -> parts.feed().schema().parameters(),
        Set.copyOf(ServedType.names()), limits, settings.zone());
    var answers = new SteadyAnswers(parts.index(), parts.feed(), new RecordsSearch(
        resources, new IdentifiedResources(orders.database()), parts.feed()::schema));
    var searches = new Searches(answers, resources, parts.codeSets(), limits);
    var search =
        new SearchInteraction(
            parser, searches, parts.feed(), parts.links(), limits, additions);
    rules.add(new ReportWrites(resources, Clock.systemUTC()));
    rules.add(new ReadFromDocument());
    rules.add(new NarrativeRule());
    rules.add(new SearchParameterRule(parts.definitions()));
    var writes = new ClientWrites(new ClientWrites.Parts(resources,
        new WrittenPatients(orders.database(), orders.facilities(), resources),
        new OrderWrites(orders),
        new Ownership(context, resources, orders.facilities(), settings.references()),
        rules, settings));
    return new Interactions(new Interactions.Parts(orders.database(), parts.audit(),
        new ReadInteraction(resources),
        new HistoryInteraction(new ResourceHistory(orders.database()), parts.links(), limits),
        search, new Planning(new Bodies(context), new Conditions(search), settings),
        new Referrers(search, () -> parts.feed().schema().parameters(), resources,
            settings.references()), writes,
        new Claims(orders.database(), resources), new Remarks(rules)));
  }

  /// Answers the interactions of resources here, and leaves all else to HAPI (ADR 0003).
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (new Cors(settings.corsOrigins()).answer(request, response)) {
      return;
    }
    var path = EntryCalls.path(Optional.ofNullable(request.getPathInfo()).orElse(""));
    var exchange = new HttpExchange(getFhirContext(), request, response);
    var isOurs = !Target.isElsewhere(path) && !request.getMethod().equals("OPTIONS")
        && !isFixed(path, request.getMethod());
    switch (bodies.check(request, beside(path, request.getMethod()))) {
      case Outcome.Refused refused -> refuse(exchange, refused);
      case Outcome.Passed passed when isOurs -> answer(exchange, path, passed);
      case Outcome.Passed passed -> super.service(passed.request(), response);
    }
  }

  private boolean isFixed(List<String> path, String method) {
    return method.equals("GET") && path.size() == 2
        && additions.stream().anyMatch(one -> one.hasFixed(path.getFirst(), path.getLast()));
  }

  /// Changes a resource as a client's patch would, for operations.
  ///
  /// @throws BaseServerResponseException if it isn't there, or a rule of writes refuses it
  public StoredResource change(ResourceKey key, UnaryOperator<Resource> change, Access access) {
    return interactions.change(key, change, access);
  }

  private static Beside beside(List<String> path, String method) {
    return method.equals("PATCH") ? Beside.PATCH
        : !path.isEmpty() && path.getFirst().equals("Binary") ? Beside.ANYTHING : Beside.NOTHING;
  }

  private void answer(HttpExchange exchange, List<String> path, Outcome.Passed passed)
      throws IOException {
    var form = Optional.<Form>empty();
    try {
      Map<String, List<String>> query = new TreeMap<>();
      passed.request().getParameterMap().forEach((name, values) ->
          query.put(name, List.of(values)));
      form = exchange.form(query);
      var call = call(exchange, path, passed, query);
      var isContent = exchange.wantsContent(call);
      if (form.isEmpty() && !isContent) {
        throw new UnclassifiedServerFailureException(
            406, "answers are application/fhir+json or application/fhir+xml");
      }
      var reply = interactions.answer(call);
      if (isContent && reply.json().isPresent()) {
        exchange.sendContent(reply, call.caller().base());
      } else {
        exchange.send(reply, form.or(() -> Form.of(Map.of(), List.of())).orElseThrow(),
            call.caller().base());
      }
    } catch (BaseServerResponseException refusal) {
      LOG.info("a FHIR request was refused with {}", refusal.getStatusCode());
      exchange.send(refusal, form);
    } catch (RuntimeException failure) {
      exchange.send(Failures.refusal(failure), form);
    }
  }

  private RestCall call(HttpExchange exchange, List<String> path, Outcome.Passed passed,
      Map<String, List<String>> query) {
    var verb = exchange.verb().orElseThrow(() ->
        new MethodNotAllowedException("there is no such interaction"));
    Body body = passed.bytes().length == 0 || verb == HTTPVerb.GET || verb == HTTPVerb.HEAD
        ? new Body.None() : new Body.Bytes(passed.bytes(), passed.mediaType());
    var request = exchange.request();
    var caller = new RestCall.Caller(parts.access().of(request), request.getRemoteAddr(),
        getServerAddressStrategy().determineServerBase(getServletContext(), request));
    return new RestCall(verb, Target.of(path), query, exchange.headers(), body, caller);
  }

  private static void refuse(HttpExchange exchange, Outcome.Refused refused)
      throws IOException {
    var refusal = BaseServerResponseException.newInstance(refused.status(), refused.why());
    refusal.setOperationOutcome(Outcomes.of(
        IssueSeverity.ERROR, IssueType.fromCode(refused.code()), refused.why()));
    exchange.send(refusal, Optional.empty());
  }
}
