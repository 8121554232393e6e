package vn.tia.fhir.profiles;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.TermsSource;
import vn.tia.records.access.Access;
import vn.tia.records.resources.CanonicalResources;

/// Gives HAPI's validator the definitions that R4 doesn't have: profiles of packages and of the
/// records, and code systems and value sets from wherever they are known.
final class OwnDefinitions implements IValidationSupport {
  /// Profiles of a site; the validator asks for all of them at once.
  private static final int STORED_MAX = 1_000;

  private final FhirContext context;
  private final Sources sources;
  private final Access access;

  /// Where definitions come from.
  record Sources(PackageFiles packages, CanonicalResources stored, TermsSource terms) {}

  OwnDefinitions(FhirContext context, Sources sources, Access access) {
    this.context = context;
    this.sources = sources;
    this.access = access;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public String getName() {
    return "definitions of packages and records";
  }

  @Override
  @SuppressWarnings("unchecked") // The interface promises any type; callers want these only.
  public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
    var all = new ArrayList<StructureDefinition>(sources.packages().profiles());
    sources.stored().all("StructureDefinition", access, STORED_MAX)
        .forEach(found -> all.add(found.decode(StructureDefinition.class)));
    return (List<T>) all;
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    var bar = url.indexOf('|');
    var plain = bar < 0 ? url : url.substring(0, bar);
    return sources.stored().named("StructureDefinition", plain, access).stream().findFirst()
        .map(found -> found.decode(StructureDefinition.class))
        .or(() -> sources.packages().profile(url))
        .orElse(null);
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String system) {
    return sources.terms().codeSystem(system, access).map(CodeTable::source).orElse(null);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return sources.terms().valueSet(url, access).orElse(null);
  }

  @Override
  @SuppressWarnings("unchecked") // As above.
  public <T extends IBaseResource> @Nullable T fetchResource(
      @Nullable Class<T> type, String uri) {
    if (type == null) {
      return null;
    }
    var found = switch (type.getSimpleName()) {
      case "StructureDefinition" -> fetchStructureDefinition(uri);
      case "CodeSystem" -> fetchCodeSystem(uri);
      case "ValueSet" -> fetchValueSet(uri);
      default -> null;
    };
    return type.isInstance(found) ? (T) found : null;
  }
}
