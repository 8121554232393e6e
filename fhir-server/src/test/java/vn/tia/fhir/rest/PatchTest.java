package vn.tia.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// Patches by JSON Patch (RFC 6902) and FHIRPath Patch (R4 section 3.1.5).
@Timeout(120)
class PatchTest {
  private static FhirTestServer server;
  private static int patients;

  @BeforeAll
  static void start() {
    server = new FhirTestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String patient() {
    var patient = Examples.patient("BN-P" + patients++, "Đặng", "Hường");
    patient.addTelecom().setSystem(ContactPoint.ContactPointSystem.EMAIL).setValue("a@x.vn");
    patient.addTelecom().setSystem(ContactPoint.ContactPointSystem.EMAIL).setValue("b@x.vn");
    return server.send("POST", "/Patient", FhirJson.encode(patient)).headers()
        .firstValue("Location").orElseThrow().substring(server.base().length())
        .replaceAll("/_history.*", "");
  }

  private static HttpResponse<String> json(String path, String patch, String... more) {
    var headers = new ArrayList<>(
        List.of("Content-Type", "application/json-patch+json"));
    headers.addAll(List.of(more));
    return server.send("PATCH", path, patch, headers.toArray(String[]::new));
  }

  private static Parameters operation(String type, String path, String name, Type value) {
    var parameters = new Parameters();
    var operation = parameters.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new CodeType(type));
    operation.addPart().setName("path").setValue(new StringType(path));
    if (!name.isEmpty()) {
      operation.addPart().setName("name").setValue(new StringType(name));
    }
    if (value != null) {
      operation.addPart().setName("value").setValue(value);
    }
    return parameters;
  }

  private static Parameters with(Parameters parameters, String part, int number) {
    parameters.getParameterFirstRep().addPart().setName(part).setValue(new IntegerType(number));
    return parameters;
  }

  private static HttpResponse<String> fhirPath(String path, Parameters patch) {
    return server.send("PATCH", path, FhirJson.encode(patch));
  }

  private static Patient patched(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return FhirJson.decode(answer.body(), Patient.class);
  }

  @Test
  void appliesEachOperationOfJsonPatch() {
    var path = patient();

    var patient = patched(json(path, """
        [{"op":"test","path":"/name/0/family","value":"Đặng"},
         {"op":"add","path":"/birthDate","value":"1970-03-21"},
         {"op":"replace","path":"/name/0/family","value":"Lê"},
         {"op":"add","path":"/telecom/0","value":{"system":"email","value":"c@x.vn"}},
         {"op":"add","path":"/telecom/-","value":{"system":"url","value":"x~1y"}},
         {"op":"copy","from":"/birthDate","path":"/deceasedDateTime"},
         {"op":"move","from":"/telecom/1","path":"/telecom/0"},
         {"op":"remove","path":"/telecom/2"}]"""));

    assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Lê");
    assertThat(patient.getDeceasedDateTimeType().getValueAsString()).isEqualTo("1970-03-21");
    assertThat(patient.getTelecom()).extracting(ContactPoint::getValue)
        .containsExactly("a@x.vn", "c@x.vn", "x~1y");
    assertThat(patient.getMeta().getVersionId()).isEqualTo("2");
    assertThat(server.database.jdbc().sql("SELECT family FROM patient WHERE fhir_id = ?")
        .param(path.substring(path.lastIndexOf('/') + 1)).query(String.class).single())
        .as("the row follows").isEqualTo("Lê");
  }

  @Test
  void appliesEachOperationOfFhirPathPatch() {
    var path = patient();

    assertThat(patched(fhirPath(path, operation(
        "add", "Patient", "birthDate", new org.hl7.fhir.r4.model.DateType("1970-03-21"))))
        .getBirthDateElement().getValueAsString()).isEqualTo("1970-03-21");
    assertThat(patched(fhirPath(path, operation(
        "replace", "Patient.name[0].family", "", new StringType("Lê"))))
        .getNameFirstRep().getFamily()).isEqualTo("Lê");
    assertThat(patched(fhirPath(path, operation("add", "Patient", "telecom",
        new ContactPoint().setValue("c@x.vn")))).getTelecom()).hasSize(3);
    assertThat(patched(fhirPath(path, with(operation("insert", "Patient.telecom", "",
        new ContactPoint().setValue("d@x.vn")), "index", 0))).getTelecom())
        .extracting(ContactPoint::getValue)
        .containsExactly("d@x.vn", "a@x.vn", "b@x.vn", "c@x.vn");
    assertThat(patched(fhirPath(path, with(with(operation("move", "Patient.telecom", "", null),
        "source", 3), "destination", 1))).getTelecom()).extracting(ContactPoint::getValue)
        .containsExactly("d@x.vn", "c@x.vn", "a@x.vn", "b@x.vn");
    assertThat(patched(fhirPath(path, operation(
        "delete", "Patient.telecom.where(value = 'a@x.vn')", "", null))).getTelecom())
        .extracting(ContactPoint::getValue).containsExactly("d@x.vn", "c@x.vn", "b@x.vn");
    assertThat(patched(fhirPath(path, operation("delete", "Patient.birthDate", "", null)))
        .hasBirthDate()).isFalse();
    assertThat(patched(fhirPath(path, operation("delete", "Patient.photo", "", null)))
        .getMeta().getVersionId()).as("nothing to delete, nothing changed").isEqualTo("8");
  }

  @Test
  void addsAnElementByItsParts() {
    var path = patient();
    var patch = operation("add", "Patient", "contact", null);
    patch.getParameterFirstRep().addPart().setName("value").addPart().setName("name")
        .setValue(new org.hl7.fhir.r4.model.HumanName().setText("Mẹ"));

    assertThat(patched(fhirPath(path, patch)).getContactFirstRep().getName().getText())
        .isEqualTo("Mẹ");
  }

  @Test
  void refusesPatchesThatAreNoneOrDoNotFit() {
    var path = patient();

    for (var bad : List.of("{}", "[{\"op\":\"eat\",\"path\":\"/name\"}]",
        "[{\"op\":\"add\",\"path\":\"/name\"}]", "[{\"op\":\"add\",\"path\":\"name\","
            + "\"value\":1}]", "[{\"op\":\"move\",\"from\":\"/name\",\"path\":\"/name/0\"}]",
        "[" + "[".repeat(1_001) + "]".repeat(1_001) + "]")) {
      assertThat(json(path, bad).statusCode()).as(bad).isEqualTo(400);
    }
    for (var misfit : List.of("[{\"op\":\"test\",\"path\":\"/name/0/family\",\"value\":\"x\"}]",
        "[{\"op\":\"remove\",\"path\":\"/photo\"}]", "[{\"op\":\"remove\",\"path\":\"/name/7\"}]",
        "[{\"op\":\"add\",\"path\":\"/secret\",\"value\":\"x\"}]",
        "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"other\"}]",
        "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Group\"}]")) {
      assertThat(json(path, misfit).statusCode()).as(misfit).isEqualTo(422);
    }
    assertThat(fhirPath(path, operation("replace", "Patient.((", "", new StringType("x")))
        .statusCode()).isEqualTo(400);
    assertThat(fhirPath(path, operation("eat", "Patient", "", null)).statusCode())
        .isEqualTo(400);
    assertThat(fhirPath(path, operation("replace", "Patient.telecom", "", new StringType("x")))
        .statusCode()).isEqualTo(422);
    assertThat(server.send("PATCH", path, "<a/>", "Content-Type", "application/xml-patch+xml")
        .statusCode()).isEqualTo(415);
    assertThat(server.get(path).body()).contains("\"versionId\":\"1\"");
  }

  @Test
  void patchesOnlyTheVersionNamedAndWhatIsThere() {
    var path = patient();
    var patch = "[{\"op\":\"replace\",\"path\":\"/name/0/family\",\"value\":\"Lê\"}]";

    assertThat(json(path, patch, "If-Match", "W/\"9\"").statusCode()).isEqualTo(412);
    assertThat(json(path, patch, "If-Match", "W/\"1\"").statusCode()).isEqualTo(200);
    assertThat(json("/Patient/nobody", patch).statusCode()).isEqualTo(404);
    server.send("DELETE", path, "");
    assertThat(json(path, patch).statusCode()).isEqualTo(410);
    var derived = server.put(Examples.study("Patient/x", "A1", "CT", "2026-11-24"));
    assertThat(json("/" + derived.key(), "[]").statusCode()).isEqualTo(405);
    var endpoint = server.put(new Endpoint().setName("WADO-RS"));
    assertThat(json("/" + endpoint.key(), "[]").statusCode()).isEqualTo(405);
  }
}
