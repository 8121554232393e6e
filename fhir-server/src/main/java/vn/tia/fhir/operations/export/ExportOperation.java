package vn.tia.fhir.operations.export;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupMemberComponent;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.OperationInfo.Parameter;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.rest.Compartment;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.search.extract.PartialDate;
import vn.tia.records.exports.ExportJobs;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.exports.ExportRequest.Content;
import vn.tia.records.exports.ExportRequest;
import vn.tia.records.resources.Resources;

/// `$export` of the system, of all patients, or of a group's (Bulk Data Access 2.0, section 2.4):
/// takes the request in and answers at once where to ask for its progress.
public record ExportOperation(About about, ExportParts parts) implements Operation {
  private static final List<Parameter> PARAMETERS = List.of(
      OperationInfo.in("_outputFormat", "string", "application/fhir+ndjson, the only one."),
      OperationInfo.in("_since", "instant", "Only what changed since."),
      OperationInfo.many("_type", "string", "Only these resource types; several by commas."),
      OperationInfo.many("_typeFilter", "string",
          "Searches, Type?parameters; a resource of a type that has some meets one."),
      OperationInfo.many("_elements", "string",
          "Only these elements, Type.element or element; several by commas."));
  private static final Parameter PATIENT =
      OperationInfo.many("patient", "Reference", "Only what belongs to these patients.");
  private static final Set<String> FORMATS =
      Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

  /// What exports stand on.
  public record ExportParts(ExportJobs jobs, Resources resources, ExportWorker worker,
      ExportSettings settings, Compartment patients, ZoneId zone, TypeFilters filters) {}

  @Override
  public OperationInfo info() {
    return switch (about) {
      case SYSTEM -> info("export", Level.SYSTEM, Set.of(), PARAMETERS);
      case PATIENTS -> info("patient-export", Level.TYPE, Set.of("Patient"), withPatient());
      case GROUP -> info("group-export", Level.INSTANCE, Set.of("Group"), withPatient());
    };
  }

  private static List<Parameter> withPatient() {
    return Stream.concat(PARAMETERS.stream(), Stream.of(PATIENT)).toList();
  }

  private static OperationInfo info(
      String id, Level level, Set<String> types, List<Parameter> parameters) {
    return new OperationInfo("export",
        "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/" + id,
        "Writes resources into NDJSON files in the background (Prefer: respond-async).",
        Effect.READS, Set.of(level), types, parameters);
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    if (!call.preferences().contains("respond-async")) {
      throw new InvalidRequestException("an export is asynchronous: send Prefer: respond-async");
    }
    var format = call.input().text("_outputFormat").orElse("ndjson");
    if (!FORMATS.contains(format)) {
      throw new InvalidRequestException("_outputFormat is application/fhir+ndjson");
    }
    var request = new ExportRequest(
        call.access(), url(call), about, members(call), content(call), since(call));
    return parts.jobs().add(request, parts.settings().limits().runningMax())
        .<OperationAnswer>map(id -> {
          parts.worker().wake();
          return new OperationAnswer.Bare(202, Map.of(
              "Content-Location", call.base() + "/$export-status?job=" + id));
        })
        .orElseGet(() -> new OperationAnswer.Bare(429, Map.of("Retry-After", "60")));
  }

  private static String url(OperationCall call) {
    return Optional.ofNullable(call.request().getCompleteUrl())
        .orElseGet(() -> call.base() + "/$export");
  }

  private Optional<Instant> since(OperationCall call) {
    return call.input().text("_since").map(text -> PartialDate.period(text, parts.zone())
        .orElseThrow(() -> new InvalidRequestException("_since is an instant")).from());
  }

  private Content content(OperationCall call) {
    var types = types(call);
    var filters = call.input().texts("_typeFilter");
    if (filters.size() > parts.settings().limits().filtersMax()) {
      throw new InvalidRequestException("there are more than %d _typeFilter"
          .formatted(parts.settings().limits().filtersMax()));
    }
    filters.forEach(filter -> {
      if (!types.contains(TypeFilters.type(filter))) {
        throw new InvalidRequestException("_typeFilter names a type that is not exported");
      }
      parts.filters().check(filter);
    });
    var elements = new Elements(call.input().texts("_elements").stream()
        .flatMap(one -> Stream.of(one.split(","))).map(String::strip).toList());
    elements.check();
    return new Content(types, filters, elements.asked());
  }

  private List<String> types(OperationCall call) {
    var all = about == About.SYSTEM ? ServedType.names().stream().sorted().toList()
        : Stream.concat(Stream.of("Patient"), parts.patients().types().stream()).toList();
    var wanted = call.input().texts("_type").stream()
        .flatMap(one -> Stream.of(one.split(","))).map(String::strip).toList();
    if (!all.containsAll(wanted)) {
      throw new InvalidRequestException(
          "_type names a resource type that such an export doesn't have");
    }
    return wanted.isEmpty() ? all : all.stream().filter(wanted::contains).toList();
  }

  private List<String> members(OperationCall call) {
    var named = call.input().all("patient").map(ParametersParameterComponent::getValue)
        .filter(Reference.class::isInstance).map(Reference.class::cast)
        .map(Reference::getReference).toList();
    if (named.stream().anyMatch(one -> !String.valueOf(one).matches("Patient/[\\w.-]{1,64}"))) {
      throw new InvalidRequestException("patient is a reference of the form Patient/id");
    }
    if (about != About.GROUP) {
      return named;
    }
    var members = group(call).getMember().stream()
        .filter(member -> !member.getInactive())
        .map(GroupMemberComponent::getEntity).map(Reference::getReference)
        .filter(one -> String.valueOf(one).startsWith("Patient/"))
        .filter(one -> named.isEmpty() || named.contains(one))
        .distinct().toList();
    if (members.size() > parts.settings().limits().membersMax()) {
      throw new UnprocessableEntityException("the group has more than %d patients"
          .formatted(parts.settings().limits().membersMax()));
    }
    return members;
  }

  private Group group(OperationCall call) {
    return parts.resources().read(call.key().orElseThrow(), call.access())
        .filter(found -> !found.deleted())
        .map(found -> found.decode(Group.class))
        .orElseThrow(() -> new ResourceNotFoundException("there is no such Group here"));
  }
}
