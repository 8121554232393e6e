package vn.tia.fhir.operations.validate;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.profiles.ResourceValidation;
import vn.tia.fhir.rest.WriteRule;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.StoredResource;

/// Validates what clients write, as the settings say for its type.
public final class WriteValidation implements WriteRule {
  /// The type that stands for all others in the settings.
  public static final String OTHERS = "default";

  private static final Logger LOG = LoggerFactory.getLogger(WriteValidation.class);

  private final ResourceValidation validation;
  private final Map<String, Mode> modes;

  /// What becomes of a resource that has errors.
  public enum Mode {
    /// Nobody looks.
    OFF,
    /// It is written, the log counts its errors, and the answer tells them.
    WARN,
    /// The write is refused (422), with the errors.
    REFUSE
  }

  public WriteValidation(ResourceValidation validation, Map<String, Mode> modes) {
    this.validation = validation;
    this.modes = Map.copyOf(modes);
  }

  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    if (mode(resource.fhirType()) != Mode.REFUSE) {
      return;
    }
    var errors = errors(FhirJson.encode(resource), facilityId);
    if (!errors.isEmpty()) {
      throw new UnprocessableEntityException("the resource does not keep to its profiles",
          new OperationOutcome().setIssue(errors));
    }
  }

  /// The errors as warnings: the write did not fail by them (R4, issue-severity).
  @Override
  public List<OperationOutcomeIssueComponent> remarks(StoredResource written) {
    if (mode(written.type()) != Mode.WARN) {
      return List.of();
    }
    var errors = errors(written.json(), written.facilityId());
    if (!errors.isEmpty()) {
      LOG.warn("a {} was written with {} validation errors", written.type(), errors.size());
    }
    errors.forEach(issue -> issue.setSeverity(IssueSeverity.WARNING));
    return errors;
  }

  private Mode mode(String type) {
    return modes.getOrDefault(type, modes.getOrDefault(OTHERS, Mode.OFF));
  }

  private List<OperationOutcomeIssueComponent> errors(String json, int facilityId) {
    return validation.validate(json, List.of(), Access.to(facilityId)).getIssue().stream()
        .filter(WriteValidation::isError).collect(Collectors.toList());
  }

  private static boolean isError(OperationOutcomeIssueComponent issue) {
    return issue.getSeverity() == IssueSeverity.ERROR
        || issue.getSeverity() == IssueSeverity.FATAL;
  }
}
