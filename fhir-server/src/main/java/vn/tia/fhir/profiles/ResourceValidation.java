package vn.tia.fhir.profiles;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ValidationOptions;
import ca.uhn.fhir.validation.ValidationResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.OperationOutcome;
import vn.tia.fhir.profiles.OwnDefinitions.Sources;
import vn.tia.fhir.terminology.TermsSource;
import vn.tia.records.access.Access;
import vn.tia.records.resources.CanonicalResources;

/// Answers what is wrong with a resource by the definitions of R4, by the profiles that it declares
/// and by those that are asked for.
///
/// Codes of systems that are not known here are warnings: asking a terminology server would send
/// patient data away. R4's definitions are read from XML once, which takes seconds and 200 MB, and
/// only if somebody validates. Safe for use by many threads.
public final class ResourceValidation {
  /// Validators that are kept, one for each set of facilities that callers see.
  private static final int KEPT_MAX = 8;
  /// Definitions are looked up again after this time at the latest.
  private static final Duration CACHED = Duration.ofHours(1);

  private final FhirContext context;
  private final R4Definitions r4;
  private final Sources sources;
  private final Map<Set<Integer>, Kept> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Set<Integer>, Kept> eldest) {
      return size() > KEPT_MAX;
    }
  };

  /// A validator, with the state of the stored definitions that it knows.
  private record Kept(String state, FhirValidator validator) {}

  /// @param r4 the definitions of R4, which the terminology reads too
  public ResourceValidation(R4Definitions r4, PackageFiles packages,
      CanonicalResources stored, TermsSource terms) {
    this.context = r4.context();
    this.r4 = r4;
    this.sources = new Sources(packages, stored, terms);
  }

  /// What is wrong with a resource in JSON or XML; one issue that says so where nothing is.
  ///
  /// @param profiles beside those that the resource declares
  public OperationOutcome validate(String text, List<String> profiles, Access access) {
    var options = new ValidationOptions();
    profiles.forEach(options::addProfile);
    return outcome(validator(access).validateWithResult(text, options));
  }

  /// Reads the definitions now, so that no caller waits for them.
  public void warmUp() {
    validate("{\"resourceType\":\"Patient\",\"active\":true}", List.of(), Access.NONE);
  }

  private static OperationOutcome outcome(ValidationResult result) {
    return (OperationOutcome) result.toOperationOutcome();
  }

  private synchronized FhirValidator validator(Access access) {
    var state = sources.stored().state(access);
    var known = Optional.ofNullable(kept.get(access.facilityIds()))
        .filter(one -> one.state().equals(state));
    if (known.isPresent()) {
      return known.get().validator();
    }
    var made = make(access);
    kept.put(access.facilityIds(), new Kept(state, made));
    return made;
  }

  private FhirValidator make(Access access) {
    var unknownSystems = new UnknownCodeSystemWarningValidationSupport(context);
    unknownSystems.setNonExistentCodeSystemSeverity(IssueSeverity.WARNING);
    var chain = new ValidationSupportChain(
        ValidationSupportChain.CacheConfiguration.defaultValues().setCacheTimeout(CACHED),
        r4.support(),
        new OwnDefinitions(context, sources, access),
        new SnapshotGeneratingValidationSupport(context),
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        unknownSystems);
    var module = new FhirInstanceValidator(chain);
    module.setErrorForUnknownProfiles(true);
    // Whether what is referred to exists is a rule of writes.
    module.setAssumeValidRestReferences(true);
    var validator = context.newValidator();
    validator.registerValidatorModule(module);
    return validator;
  }
}
