package vn.tia.fhir.operations.validate;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.profiles.ResourceValidation;
import vn.tia.fhir.rest.ServedType;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// `$validate` (R4 section 3.2.0.6): what is wrong with a resource, by R4, by the profiles that it
/// declares and by the one that is asked for, and whether it could be created, updated or deleted.
public record ValidateOperation(ResourceValidation validation, Resources resources)
    implements Operation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");

  private static final OperationInfo INFO = new OperationInfo("validate",
      OperationInfo.r4("Resource-validate"), "What is wrong with a resource.", Effect.READS,
      Set.of(Level.TYPE, Level.INSTANCE), Set.of(), List.of(
          OperationInfo.in("resource", "Resource", "The resource; else the one of the URL."),
          OperationInfo.in("mode", "code", "create, update, delete, or profile."),
          OperationInfo.in("profile", "uri", "A profile beside those that it declares."),
          OperationInfo.out("return", "OperationOutcome", "What is wrong, or that nothing is.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  /// What R4 doesn't define is what the validator is to tell.
  @Override
  public Reading reading() {
    return Reading.LENIENT;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var mode = call.input().text("mode").orElse("profile");
    if (!MODES.contains(mode)) {
      throw new InvalidRequestException("mode is create, update, delete or profile");
    }
    var there = call.key().map(key -> resources.read(key, call.access())
        .filter(found -> !found.deleted()).orElseThrow(() -> new ResourceNotFoundException(
            "there is no such %s here".formatted(key.type()))));
    var outcome = mode.equals("delete")
        ? outcome(IssueSeverity.INFORMATION, "nothing is known that speaks against it")
        : validated(call, there);
    refusal(call, mode).ifPresent(why -> outcome.getIssue()
        .addFirst(issue(IssueSeverity.ERROR, IssueType.BUSINESSRULE, why)));
    return OperationAnswer.of(outcome);
  }

  private OperationOutcome validated(OperationCall call, Optional<StoredResource> there) {
    var given = call.input().resource("resource", Resource.class);
    given.ifPresent(resource -> {
      if (!resource.fhirType().equals(call.type().orElseThrow())) {
        throw new InvalidRequestException("the resource is a %s, the URL says %s"
            .formatted(resource.fhirType(), call.type().orElseThrow()));
      }
    });
    var text = given.map(resource -> text(call, resource))
        .or(() -> there.map(StoredResource::json))
        .orElseThrow(() -> new InvalidRequestException("the parameter resource is needed"));
    return validation.validate(text, call.input().texts("profile"), call.access());
  }

  /// The resource as it was sent, with what R4 doesn't define.
  private static String text(OperationCall call, Resource resource) {
    var body = call.input().body();
    if (!body.startsWith("{")) {
      return body.contains("<Parameters") ? FhirJson.encode(resource) : body;
    }
    try {
      var json = JSON.readTree(body);
      for (var parameter : json.path("parameter")) {
        if (parameter.path("name").asText("").equals("resource")) {
          return parameter.path("resource").toString();
        }
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("the body is no JSON");
    }
  }

  /// Why a write of that mode would be refused, whatever is in the resource.
  private static Optional<String> refusal(OperationCall call, String mode) {
    var type = ServedType.named(call.type().orElseThrow());
    var given = call.input().resource("resource", Resource.class);
    if (mode.equals("update") && call.key().isPresent() && given.isPresent()
        && !call.key().get().id().equals(given.get().getIdElement().getIdPart())) {
      return Optional.of("the id in the resource is not the id in the URL");
    }
    return mode.equals("profile") ? Optional.empty()
        : type.filter(one -> !one.isWritable()).map(ServedType::origin);
  }

  private static OperationOutcome outcome(IssueSeverity severity, String text) {
    return new OperationOutcome().addIssue(issue(severity, IssueType.INFORMATIONAL, text));
  }

  private static OperationOutcome.OperationOutcomeIssueComponent issue(
      IssueSeverity severity, IssueType type, String text) {
    return new OperationOutcome.OperationOutcomeIssueComponent()
        .setSeverity(severity).setCode(type).setDiagnostics(text);
  }
}
