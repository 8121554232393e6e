package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.search.extract.SampleResources;
import vn.tia.mapping.fhir.FhirJson;

/// Every sample is written over HTTP, and found by each R4 search parameter with the values that
/// HAPI's FHIRPath takes out of it by the very definitions of R4: nothing of our extraction is
/// asked.
@Timeout(600)
class R4ExamplesTest {
  private static FhirTestServer server;
  private static final List<SearchParameter> DEFINITIONS = new ArrayList<>();
  private static final List<Resource> LOADED = new ArrayList<>();
  private static final TreeSet<String> REFUSED = new TreeSet<>();

  @BeforeAll
  static void start() throws IOException {
    var file = Path.of(System.getProperty("tia.root", ".."), "..", "shared", "data", "fhir",
        "r4-spec", "search-parameters.json");
    Assumptions.assumeTrue(Files.exists(file), "no samples at ../shared/data/fhir");
    FhirJson.decode(Files.readString(file), Bundle.class).getEntry().forEach(entry ->
        DEFINITIONS.add((SearchParameter) entry.getResource()));
    server = new FhirTestServer(FhirRestSettings.DEFAULT.withReferences(
        FhirRestSettings.References.AS_GIVEN));
    SampleResources.all().stream()
        .filter(one -> ServedType.named(one.fhirType()).isPresent())
        .forEach(R4ExamplesTest::load);
    server.settle();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /// Writes it as a client; what clients may not write is put into the records.
  private static void load(Resource sample) {
    var id = "s" + LOADED.size();
    sample.setId(id);
    var path = "/" + sample.fhirType() + "/" + id;
    var status = server.send("PUT", path, FhirJson.encode(sample)).statusCode();
    if (status != 201) {
      REFUSED.add(sample.fhirType() + " " + status);
      server.put(sample);
    }
    var stored = server.get(path);
    assertThat(stored.statusCode()).as(path).isEqualTo(200);
    LOADED.add(FhirJson.decode(stored.body()));
  }

  @Test
  void areTakenFromClientsButForThoseThatAreDerived() {
    assertThat(LOADED).hasSizeGreaterThan(60);
    // Studies follow the images; links between Patients come by HL7 and $merge; an order is about a
    // Patient of this server, new and with a code.
    assertThat(REFUSED).containsExactly(
        "ImagingStudy 405", "Patient 422", "ServiceRequest 422");
  }

  @Test
  void areFoundByEachOfTheirParameters() {
    var asked = new TreeMap<String, Integer>();
    var missed = new TreeSet<String>();
    for (var resource : LOADED) {
      for (var definition : DEFINITIONS) {
        if (isOf(definition, resource)) {
          queries(definition, resource).forEach(query -> {
            asked.merge(resource.fhirType(), 1, Integer::sum);
            if (!finds(resource, definition.getCode(), query)) {
              missed.add("%s?%s=%s".formatted(resource.fhirType(), definition.getCode(), query));
            }
          });
        }
      }
    }
    assertThat(missed).isEmpty();
    assertThat(asked.values().stream().mapToInt(Integer::intValue).sum())
        .as(asked.toString()).isGreaterThan(600);
  }

  private static boolean isOf(SearchParameter definition, Resource resource) {
    // Phonetic matching depends on the language: it is not claimed.
    return definition.hasExpression() && !definition.getCode().equals("phonetic")
        && definition.getBase().stream().anyMatch(base ->
        List.of(resource.fhirType(), "Resource", "DomainResource").contains(base.getCode()));
  }

  private static boolean finds(Resource resource, String code, String value) {
    var answer = server.send("GET", "/%s?%s=%s&_count=500&_elements=id".formatted(
        resource.fhirType(), code, URLEncoder.encode(value, StandardCharsets.UTF_8)), "",
        "Prefer", "handling=strict");
    return answer.statusCode() == 200
        && answer.body().contains("\"id\":\"" + resource.getIdElement().getIdPart() + "\"");
  }

  /// What a client would write to find the values of the parameter.
  private static List<String> queries(SearchParameter definition, Resource resource) {
    var paths = paths();
    return paths.evaluate(resource, definition.getExpression(), IBase.class).stream()
        .flatMap(value -> switch (definition.getType()) {
          case TOKEN -> token(value);
          case STRING -> string(value);
          case DATE -> date(value);
          case REFERENCE -> reference(value);
          case QUANTITY -> quantity(value);
          case NUMBER, URI -> Stream.of(((PrimitiveType<?>) value).getValueAsString());
          // Composites and what is special have their cases in search/cases.txt.
          case COMPOSITE, SPECIAL, NULL -> Stream.<String>of();
        })
        .map(R4ExamplesTest::escapedCommas).distinct().toList();
  }

  private static IFhirPath paths() {
    var paths = FhirJson.context().newFhirPath();
    paths.setEvaluationContext(new IFhirPathEvaluationContext() {
      @Override
      public @Nullable IBase resolveReference(IIdType reference, @Nullable IBase referrer) {
        return Optional.ofNullable(reference.getResourceType())
            .filter(type -> FhirJson.context().getResourceTypes().contains(type))
            .map(type -> FhirJson.context().getResourceDefinition(type).newInstance())
            .orElse(null);
      }
    });
    return paths;
  }

  private static Stream<String> token(IBase value) {
    return switch (value) {
      case CodeableConcept concept -> concept.getCoding().stream().flatMap(R4ExamplesTest::token);
      case Coding coding -> pair(coding.getSystem(), coding.getCode());
      case Identifier identifier -> pair(identifier.getSystem(), identifier.getValue());
      case ContactPoint contact -> Stream.ofNullable(contact.getValue()).map(R4ExamplesTest::bare);
      case PrimitiveType<?> primitive ->
          Stream.ofNullable(primitive.getValueAsString()).map(R4ExamplesTest::bare);
      default -> Stream.of();
    };
  }

  private static Stream<String> pair(@Nullable String system, @Nullable String code) {
    return code == null ? Stream.of()
        : Stream.of(bare(code), (system == null ? "" : bare(system)) + "|" + bare(code));
  }

  private static String bare(String text) {
    return text.replaceAll("([|$\\\\])", "\\\\$1");
  }

  private static String escapedCommas(String text) {
    return text.replace(",", "\\,");
  }

  private static Stream<String> string(IBase value) {
    return switch (value) {
      case HumanName name -> Stream.concat(name.getGiven().stream().map(PrimitiveType::getValue),
          Stream.of(name.getFamily(), name.getText())).filter(one -> one != null)
          .map(R4ExamplesTest::bare);
      case Address address -> Stream.of(address.getCity(), address.getCountry(),
          address.getState(), address.getPostalCode()).filter(one -> one != null)
          .map(R4ExamplesTest::bare);
      case PrimitiveType<?> primitive -> Stream.ofNullable(primitive.getValueAsString())
          .map(text -> bare(text.strip()));
      default -> Stream.of();
    };
  }

  private static Stream<String> date(IBase value) {
    return switch (value) {
      case BaseDateTimeType date -> Stream.ofNullable(date.getValueAsString())
          .flatMap(text -> Stream.of(text, "ge" + text, "le" + text));
      case Period period -> Stream.concat(
          period.hasStart() ? Stream.of("ge" + period.getStartElement().getValueAsString())
              : Stream.of(),
          period.hasEnd() ? Stream.of("le" + period.getEndElement().getValueAsString())
              : Stream.of());
      default -> Stream.of();
    };
  }

  private static Stream<String> reference(IBase value) {
    return switch (value) {
      case Reference reference -> Stream.ofNullable(reference.getReference())
          // A contained resource has no address.
          .filter(text -> !text.startsWith("#"));
      case PrimitiveType<?> canonical -> Stream.ofNullable(canonical.getValueAsString());
      default -> Stream.of();
    };
  }

  private static Stream<String> quantity(IBase value) {
    if (!(value instanceof Quantity quantity) || !quantity.hasValue()) {
      return Stream.of();
    }
    var number = quantity.getValueElement().getValueAsString();
    return quantity.hasCode()
        ? Stream.of(number, number + "|" + quantity.getSystem() + "|" + quantity.getCode())
        : Stream.of(number);
  }
}
