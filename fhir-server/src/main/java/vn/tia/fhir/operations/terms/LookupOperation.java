package vn.tia.fhir.operations.terms;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.Terminology;

/// `CodeSystem/$lookup`: what is known of a code.
record LookupOperation(Terminology terminology) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("lookup",
      OperationInfo.r4("CodeSystem-lookup"), "What is known of a code.", Effect.READS,
      Set.of(Level.TYPE), Set.of("CodeSystem"), List.of(
          OperationInfo.in("code", "code", "The code."),
          OperationInfo.in("system", "uri", "Its system."),
          OperationInfo.in("version", "string", "The version of the system."),
          OperationInfo.in("coding", "Coding", "The code with its system."),
          OperationInfo.in("displayLanguage", "code", "The language of the display."),
          OperationInfo.many("property", "code", "Which properties are wanted; all else."),
          OperationInfo.out("name", "string", "The name of the code system."),
          OperationInfo.out("version", "string", "Its version."),
          OperationInfo.out("display", "string", "What the code is called."),
          OperationInfo.out("designation", "BackboneElement", "What else it is called."),
          OperationInfo.out("property", "BackboneElement",
              "Its properties; parent and child among them.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var coding = call.input().value("coding", Coding.class);
    var system = coding.map(Coding::getSystem)
        .orElseGet(() -> call.input().required("system"));
    var code = coding.map(Coding::getCode).orElseGet(() -> call.input().required("code"));
    var version = call.input().text("version").map(one -> "|" + one).orElse("");
    var table = terminology.codeSystem(system + version, call.access());
    var concept = table.find(code).orElseThrow(() ->
        new ResourceNotFoundException("the code is not in the code system"));
    var answer = new Parameters();
    answer.addParameter("name", Optional.ofNullable(table.source().getName()).orElse(system));
    concept.version().ifPresent(one -> answer.addParameter("version", one));
    answer.addParameter("display", concept.display(call.input().text("displayLanguage"))
        .orElse(code));
    concept.designations().forEach(one -> {
      var part = answer.addParameter().setName("designation");
      if (one.hasLanguage()) {
        part.addPart().setName("language").setValue(new CodeType(one.getLanguage()));
      }
      if (one.hasUse()) {
        part.addPart().setName("use").setValue(one.getUse());
      }
      part.addPart().setName("value").setValue(new StringType(one.getValue()));
    });
    properties(answer, table, code, call.input().texts("property").stream()
        .collect(Collectors.toSet()));
    return OperationAnswer.of(answer);
  }

  private static void properties(
      Parameters answer, CodeTable table, String code, Set<String> wanted) {
    table.parents(code).forEach(one -> property(answer, "parent", new CodeType(one), wanted));
    table.children(code).forEach(one -> property(answer, "child", new CodeType(one), wanted));
    var concept = table.definition(code).orElseGet(ConceptDefinitionComponent::new);
    if (concept.hasDefinition()) {
      property(answer, "definition", new StringType(concept.getDefinition()), wanted);
    }
    concept.getProperty().stream()
        .filter(one -> one.hasValue() && !Set.of("parent", "child").contains(one.getCode()))
        .forEach(one -> property(answer, one.getCode(), one.getValue(), wanted));
  }

  private static void property(
      Parameters answer, String code, Type value, Set<String> wanted) {
    if (wanted.isEmpty() || wanted.contains(code)) {
      var part = answer.addParameter().setName("property");
      part.addPart().setName("code").setValue(new CodeType(code));
      part.addPart().setName("value").setValue(value);
    }
  }
}
