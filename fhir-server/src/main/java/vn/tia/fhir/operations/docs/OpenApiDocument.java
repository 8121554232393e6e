package vn.tia.fhir.operations.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Use;

/// Writes a CapabilityStatement as an OpenAPI 3.0 document: what it claims, and nothing else.
final class OpenApiDocument {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FHIR_JSON = "application/fhir+json";
  private static final Set<String> PRIMITIVES = Set.of("string", "code", "uri", "boolean",
      "integer", "date", "instant", "canonical");

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode paths;

  private OpenApiDocument(CapabilityStatement statement) {
    root.put("openapi", "3.0.3");
    root.putObject("info").put("title", "Tia FHIR R4").put("version",
        statement.getFhirVersion().toCode());
    root.putArray("servers").addObject().put("url", statement.getImplementation().getUrl());
    paths = root.putObject("paths");
  }

  static ObjectNode of(CapabilityStatement statement, List<OperationInfo> operations) {
    var document = new OpenApiDocument(statement);
    document.add("/metadata", "get", "capabilities", "What this server can do");
    var rest = statement.getRestFirstRep();
    var isBundle = rest.getInteraction().stream().anyMatch(one ->
        one.getCode() == SystemRestfulInteraction.BATCH
            || one.getCode() == SystemRestfulInteraction.TRANSACTION);
    if (isBundle) {
      withBody(document.add("/", "post", "system", "A batch or a transaction"));
    }
    rest.getResource().forEach(document::resource);
    var types = rest.getResource().stream()
        .map(CapabilityStatementRestResourceComponent::getType).collect(Collectors.toSet());
    operations.forEach(info -> document.operation(info, types));
    return document.root;
  }

  private void resource(CapabilityStatementRestResourceComponent resource) {
    var type = resource.getType();
    resource.getInteraction().forEach(one -> {
      if (one.getCode() == TypeRestfulInteraction.SEARCHTYPE) {
        search(resource);
      } else {
        interaction(type, one.getCode());
      }
    });
  }

  private void interaction(String type, TypeRestfulInteraction code) {
    switch (code) {
      case READ -> add("/" + type + "/{id}", "get", type, "Read");
      case VREAD -> add("/" + type + "/{id}/_history/{version}", "get", type, "Read a version");
      case UPDATE -> withBody(add("/" + type + "/{id}", "put", type, "Update"));
      case PATCH -> withBody(add("/" + type + "/{id}", "patch", type, "Patch"));
      case DELETE -> add("/" + type + "/{id}", "delete", type, "Delete");
      case HISTORYINSTANCE -> add("/" + type + "/{id}/_history", "get", type, "History");
      case HISTORYTYPE -> add("/" + type + "/_history", "get", type, "History of all");
      case CREATE -> withBody(add("/" + type, "post", type, "Create"));
      case SEARCHTYPE, NULL -> { }
    }
  }

  private void search(CapabilityStatementRestResourceComponent resource) {
    var type = resource.getType();
    var get = add("/" + type, "get", type, "Search");
    resource.getSearchParam().forEach(one -> parameter(get, one.getName(), "query",
        one.hasDocumentation() ? one.getDocumentation() : one.getType().toCode()));
    add("/" + type + "/_search", "post", type, "Search by a form")
        .putObject("requestBody").putObject("content")
        .putObject("application/x-www-form-urlencoded").putObject("schema").put("type", "object");
  }

  private void operation(OperationInfo info, Set<String> types) {
    var wanted = info.types().isEmpty() ? types : info.types();
    for (var level : info.levels()) {
      switch (level) {
        case SYSTEM -> calls("/$" + info.name(), "system", info);
        case TYPE -> wanted.stream().sorted().forEach(type ->
            calls("/" + type + "/$" + info.name(), type, info));
        case INSTANCE -> wanted.stream().sorted().forEach(type ->
            calls("/" + type + "/{id}/$" + info.name(), type, info));
      }
    }
  }

  private void calls(String path, String tag, OperationInfo info) {
    info.effect().methods().forEach(method -> {
      var call = add(path, method.name().toLowerCase(Locale.ROOT), tag, info.about());
      if (method.name().equals("POST")) {
        withBody(call);
      } else {
        info.parameters().stream()
            .filter(one -> one.use() == Use.IN && PRIMITIVES.contains(one.type()))
            .forEach(one -> parameter(call, one.name(), "query", one.about()));
      }
    });
  }

  private ObjectNode add(String path, String method, String tag, String summary) {
    var item = paths.has(path) ? (ObjectNode) paths.get(path) : paths.putObject(path);
    var call = item.putObject(method);
    call.put("summary", summary).putArray("tags").add(tag);
    call.putArray("parameters");
    for (var name : List.of("id", "version")) {
      if (path.contains("{" + name + "}")) {
        parameter(call, name, "path", "The " + name).put("required", true);
      }
    }
    call.putObject("responses").putObject("default").put("description", "FHIR R4")
        .putObject("content").putObject(FHIR_JSON).putObject("schema").put("type", "object");
    return call;
  }

  private static ObjectNode parameter(ObjectNode call, String name, String in, String about) {
    var parameter = call.withArray("parameters").addObject();
    parameter.put("name", name).put("in", in).put("description", about)
        .putObject("schema").put("type", "string");
    return parameter;
  }

  private static void withBody(ObjectNode call) {
    call.putObject("requestBody").putObject("content").putObject(FHIR_JSON)
        .putObject("schema").put("type", "object");
  }
}
