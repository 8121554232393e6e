package vn.tia.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainReadingTest {
  private static final PlainReading PLAIN = new PlainReading(FhirJson.context());

  private static void assertAsHapi(String json) {
    var hapi = FhirJson.decodeByHapi(json);
    var plain = PLAIN.decode(json);

    assertThat(plain).isPresent();
    assertSame(plain.get(), hapi);
  }

  private static void assertSame(Resource plain, Resource hapi) {
    assertThat(plain.equalsDeep(hapi)).isTrue();
    assertThat(plain.getIdElement().getValue()).isEqualTo(hapi.getIdElement().getValue());
    assertThat(FhirJson.encodeByHapi(plain)).isEqualTo(FhirJson.encodeByHapi(hapi));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{\"resourceType\":\"Patient\",\"id\":\"1\",\"meta\":{\"versionId\":\"3\",\"lastUpdated\":"
          + "\"2026-11-25T08:00:00.123+07:00\",\"tag\":[{\"system\":\"urn:x\",\"code\":\"y\"}]},"
          + "\"active\":true,\"name\":[{\"family\":\"Đặng\",\"given\":[\"Thị\",\"Hường\"]}],"
          + "\"gender\":\"female\",\"birthDate\":\"1970\",\"deceasedBoolean\":false,"
          + "\"multipleBirthInteger\":2,\"link\":[{\"other\":{\"reference\":\"Patient/2\"},"
          + "\"type\":\"seealso\"}]}",
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"a\"},"
          + "\"valueQuantity\":{\"value\":1.10,\"comparator\":\"<\",\"unit\":\"mGy\"},"
          + "\"component\":[{\"code\":{\"text\":\"b\"},\"valueInteger\":-3},"
          + "{\"code\":{\"text\":\"c\"},\"valueSampledData\":{\"origin\":{\"value\":0},"
          + "\"period\":0.001,\"dimensions\":1,\"data\":\"1 2\"}}]}",
      "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{"
          + "\"resourceType\":\"Location\",\"id\":\"x\",\"name\":\"CT\"},\"request\":{\"method\":"
          + "\"PUT\",\"url\":\"Location/x\"}}]}",
      "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"eGF1\"}",
      "{\"resourceType\":\"ServiceRequest\",\"id\":\"r\",\"status\":\"active\",\"intent\":"
          + "\"order\","
          + "\"subject\":{\"reference\":\"Patient/1/_history/2\",\"type\":\"Patient\"},"
          + "\"occurrenceDateTime\":\"2026-11-25T08:00:00+07:00\","
          + "\"note\":[{\"text\":\"a\\nb\"}]}"})
  void readsPlainResourcesAsHapiDoes(String json) {
    assertAsHapi(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "[]", "{}", "{\"resourceType\":\"Nothing\"}", "{\"id\":\"1\"}",
      "{\"resourceType\":\"Patient\",\"id\":\"1\"} x",
      "{\"resourceType\":\"Patient\",\"unknown\":1}",
      "{\"resourceType\":\"Patient\",\"active\":\"true\"}",
      "{\"resourceType\":\"Patient\",\"active\":[true]}",
      "{\"resourceType\":\"Patient\",\"name\":{\"family\":\"x\"}}",
      "{\"resourceType\":\"Patient\",\"name\":[{}]}",
      "{\"resourceType\":\"Patient\",\"name\":[]}",
      "{\"resourceType\":\"Patient\",\"name\":[null]}",
      "{\"resourceType\":\"Patient\",\"gender\":\"\"}",
      "{\"resourceType\":\"Patient\",\"gender\":\"wrong\"}",
      "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-13-45\"}",
      "{\"resourceType\":\"Patient\",\"birthDate\":1970}",
      "{\"resourceType\":\"Patient\",\"multipleBirthInteger\":1.5}",
      "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1e-3}}",
      "{\"resourceType\":\"Patient\",\"_birthDate\":{\"id\":\"x\"}}",
      "{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"n\",\"family\":\"x\"}]}",
      "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"y\"}]}",
      "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":\"Patient\"}]}",
      "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"empty\",\"div\":\"<div>a</div>\"}}",
      "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"fullUrl\":\"urn:uuid:1\"}]}",
      "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a\"}],\"name\":[{\"family\":\"b\"}]}"})
  void leavesToHapiWhatIsNotPlain(String json) {
    assertThat(PLAIN.decode(json)).isEmpty();
  }

  /// The specification's own examples, without the narrative that each has.
  @Test
  void readsTheExamplesOfTheSpecificationAsHapiDoes() throws IOException {
    Path folder = Path.of(System.getProperty("tia.root", "."))
        .resolve("../shared/data/fhir/r4-spec");
    assumeTrue(Files.isDirectory(folder), "the sample data is not here: ../shared/data/fhir");
    var types = new TreeSet<String>();
    var texts = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        texts.addAll(texts(file));
      }
    }
    for (var text : texts) {
      PLAIN.decode(text).ifPresent(plain -> {
        assertSame(plain, FhirJson.decodeByHapi(text));
        types.add(plain.fhirType());
      });
    }

    assertThat(types).hasSizeGreaterThan(15);
  }

  /// As it is, and without its narrative.
  private static List<String> texts(Path file) throws IOException {
    try {
      var json = Files.readString(file);
      return FhirJson.decodeByHapi(json) instanceof DomainResource resource
          ? List.of(json, FhirJson.encodeByHapi(resource.setText(null))) : List.of(json);
    } catch (DataFormatException _) {
      return List.of();
    }
  }
}
