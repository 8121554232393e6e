package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import vn.tia.fhir.rest.RequestBody.Outcome;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.fhir.rest.query.Searches;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.fhir.search.feed.SearchFeed;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.audit.Audit;
import vn.tia.records.resources.Resources;

/// The servlet of the FHIR door: to be registered at a path with `/*` behind it.
public final class FhirRestServer extends RestfulServer {
  private static final long serialVersionUID = 1L;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final transient Parts parts;
  private final transient FhirRestSettings settings;
  private final transient RequestBody bodies;
  private final transient List<DoorAddition> additions = new ArrayList<>();

  /// What the door stands on.
  ///
  /// @param links signs the links of pages: the same secret on every node, else a link works on
  ///     one node only
  public record Parts(Resources resources, OrderWrites.Records orders, SearchIndex index,
      SearchFeed feed, Parameters parameters, Audit audit, RequestAccess access,
      PageLinks links) {}

  public FhirRestServer(Parts parts, FhirRestSettings settings) {
    super(FhirJson.context());
    this.parts = parts;
    this.settings = settings;
    this.bodies = new RequestBody(settings.bodyBytesMax());
  }

  /// Takes in what the door also answers; to be called before the servlet starts.
  public void add(DoorAddition addition) {
    additions.add(addition);
  }

  @Override
  protected void initialize() throws ServletException {
    setDefaultResponseEncoding(EncodingEnum.JSON);
    setServerConformanceProvider(new Capabilities(parts.parameters(), additions));
    var interactions = interactions(getFhirContext());
    ServedType.ALL.forEach(type -> registerProvider(type.isWritable()
        ? new WritableResourceProvider<>(type, interactions)
        : new ResourceProvider(type, interactions)));
    additions.stream().flatMap(addition -> addition.interceptors().stream())
        .forEach(this::registerInterceptor);
    registerInterceptor(new WriteGuard());
    registerInterceptor(new Failures());
    registerInterceptor(new RawAnswers(interactions, new BodyReader(getFhirContext())));
  }

  private Interactions interactions(FhirContext context) {
    var limits = settings.search();
    var parser = new SearchParser(
        parts.parameters(), Set.copyOf(ServedType.names()), limits, settings.zone());
    var searches = new Searches(parts.index(), parts.resources(), limits);
    var rules = new WriteRules(context, parts.resources());
    return new Interactions(parts.access(), parts.audit(),
        new ReadInteraction(parts.resources()),
        new HistoryInteraction(parts.resources()),
        new SearchInteraction(parser, searches, parts.feed(), parts.links(), limits),
        new Interactions.Writes(rules, new OrderWrites(parts.orders(), rules)));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!WITH_BODY.contains(request.getMethod())) {
      super.service(request, response);
      return;
    }
    switch (bodies.check(request)) {
      case Outcome.Passed(var passed) -> super.service(passed, response);
      case Outcome.Refused refused -> refuse(response, refused);
    }
  }

  private static void refuse(HttpServletResponse response, Outcome.Refused refused)
      throws IOException {
    var outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.fromCode(refused.code())).setDiagnostics(refused.why());
    response.setStatus(refused.status());
    if (refused.status() == 413) {
      // The rest of the body stays unread, so the connection is of no further use.
      response.setHeader("Connection", "close");
    }
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.getOutputStream()
        .write(FhirJson.encode(outcome).getBytes(StandardCharsets.UTF_8));
  }
}
