package vn.tia.fhir.rest.validate;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationResult;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/// Answers what is wrong with a resource by the R4 definitions and the code systems of HL7.
///
/// Codes of systems that it doesn't carry (DICOM, LOINC, a hospital's own) are warnings: asking a
/// terminology server would send patient data away. The first validation takes seconds.
public final class ResourceValidator {
  private final FhirValidator validator;

  public ResourceValidator(FhirContext context) {
    var unknownSystems = new UnknownCodeSystemWarningValidationSupport(context);
    unknownSystems.setNonExistentCodeSystemSeverity(
        IssueSeverity.WARNING);
    var support = new ValidationSupportChain(
        new DefaultProfileValidationSupport(context),
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        unknownSystems);
    this.validator = context.newValidator();
    validator.registerValidatorModule(new FhirInstanceValidator(support));
  }

  /// Loads the definitions: call it in the background after the start.
  public void warmUp() {
    errors(new Patient());
  }

  /// The errors, each with its place; warnings and advice are left out.
  public List<String> errors(Resource resource) {
    return sentences(validator.validateWithResult(resource));
  }

  /// The errors of what was sent, JSON or XML, also elements that R4 doesn't have.
  public List<String> errors(String sent) {
    return sentences(validator.validateWithResult(sent));
  }

  private static List<String> sentences(ValidationResult result) {
    return result.getMessages().stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(ResourceValidator::sentence)
        .toList();
  }

  private static String sentence(SingleValidationMessage message) {
    return message.getLocationString() + ": " + message.getMessage();
  }
}
