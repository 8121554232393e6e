package vn.tia.mapping.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Enumerations.FHIRAllTypes;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.jspecify.annotations.Nullable;

/// Knows of each type of R4 its name and kind, and nothing else.
///
/// HAPI's FHIRPath engine asks for all structure definitions when it is made, and for one where a
/// path names a type (`as dateTime`): reading them from their XML took half of the program's
/// start, and this is all that it takes out of them.
final class TypeNames implements IValidationSupport {
  private final FhirContext context;
  private final Map<String, StructureDefinition> byUrl;

  TypeNames(FhirContext context) {
    this.context = context;
    this.byUrl = Stream.of(FHIRAllTypes.values())
        .filter(type -> type != FHIRAllTypes.NULL)
        .map(type -> definition(type.toCode()))
        .collect(Collectors.toUnmodifiableMap(
            StructureDefinition::getUrl, Function.identity()));
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  @SuppressWarnings("unchecked") // The interface promises any type; callers want these only.
  public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
    return (List<T>) List.copyOf(byUrl.values());
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    return byUrl.get(url);
  }

  // The names of primitive types begin in lower case, all others in upper case (R4 section 2.24).
  private static StructureDefinition definition(String name) {
    return new StructureDefinition()
        .setUrl("http://hl7.org/fhir/StructureDefinition/" + name)
        .setName(name)
        .setType(name)
        .setDerivation(TypeDerivationRule.SPECIALIZATION)
        .setKind(Character.isLowerCase(name.charAt(0))
            ? StructureDefinitionKind.PRIMITIVETYPE : StructureDefinitionKind.COMPLEXTYPE);
  }
}
