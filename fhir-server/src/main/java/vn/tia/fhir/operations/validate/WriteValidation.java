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
    /// It is written, and the log counts its errors.
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
    var mode = modes.getOrDefault(
        resource.fhirType(), modes.getOrDefault(OTHERS, Mode.OFF));
    if (mode == Mode.OFF) {
      return;
    }
    var outcome = validation.validate(FhirJson.encode(resource), List.of(),
        Access.to(facilityId));
    var errors = outcome.getIssue().stream().filter(WriteValidation::isError)
        .collect(Collectors.toList());
    if (errors.isEmpty()) {
      return;
    }
    if (mode == Mode.REFUSE) {
      throw new UnprocessableEntityException("the resource does not keep to its profiles",
          new OperationOutcome().setIssue(errors));
    }
    LOG.warn("a {} was written with {} validation errors", resource.fhirType(), errors.size());
  }

  private static boolean isError(OperationOutcomeIssueComponent issue) {
    return issue.getSeverity() == IssueSeverity.ERROR
        || issue.getSeverity() == IssueSeverity.FATAL;
  }
}
