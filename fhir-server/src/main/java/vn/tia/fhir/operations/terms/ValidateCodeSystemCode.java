package vn.tia.fhir.operations.terms;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.AskedCode;
import vn.tia.fhir.terminology.CodeCheck;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.Terminology;

/// `CodeSystem/$validate-code`: whether a code is one of a code system.
record ValidateCodeSystemCode(Terminology terminology, NamedTerms named) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("validate-code",
      OperationInfo.r4("CodeSystem-validate-code"), "Whether a code is in a code system.",
      Effect.READS, Set.of(Level.TYPE, Level.INSTANCE), Set.of("CodeSystem"), List.of(
          OperationInfo.in("url", "uri", "The URI of the code system."),
          OperationInfo.in("codeSystem", "CodeSystem", "The code system itself."),
          OperationInfo.in("version", "string", "Its version."),
          OperationInfo.in("code", "code", "The code."),
          OperationInfo.in("display", "string", "What the code is said to be called."),
          OperationInfo.in("coding", "Coding", "The code with its system."),
          OperationInfo.in("codeableConcept", "CodeableConcept", "Codes, one of which will do."),
          OperationInfo.in("displayLanguage", "code", "The language of the display."),
          OperationInfo.out("result", "boolean", "Whether it is."),
          OperationInfo.out("message", "string", "Why not, or what isn't quite right."),
          OperationInfo.out("display", "string", "What the code is called."),
          OperationInfo.out("code", "code", "The code that was found."),
          OperationInfo.out("system", "uri", "The system in which it was found.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var asked = CodeQuestions.of(call.input(), Optional.empty());
    var isNamed = call.key().isPresent() || call.input().text("url").isPresent()
        || call.input().all("codeSystem").findAny().isPresent();
    var table = isNamed
        ? named.codeSystem(call, "url")
        : terminology.codeSystem(asked.getFirst().system().orElse(""), call.access());
    return OperationAnswer.of(
        CodeQuestions.answer(call, asked, one -> check(one, table, call)));
  }

  private CodeCheck check(AskedCode asked, CodeTable table, OperationCall call) {
    var isOfAnother = isCoded(call)
        && asked.system().filter(table.source().getUrl()::equals).isEmpty();
    return isOfAnother
        ? new CodeCheck.Invalid("the code is of another system", Optional.empty())
        : terminology.check(asked, table);
  }

  private static boolean isCoded(OperationCall call) {
    return call.input().value("coding", Coding.class).isPresent()
        || call.input().value("codeableConcept", CodeableConcept.class).isPresent();
  }
}
