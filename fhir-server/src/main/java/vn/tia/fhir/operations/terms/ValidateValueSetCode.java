package vn.tia.fhir.operations.terms;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.Terminology;

/// `ValueSet/$validate-code`: whether a code is one of a value set.
record ValidateValueSetCode(Terminology terminology, NamedTerms named) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("validate-code",
      OperationInfo.r4("ValueSet-validate-code"), "Whether a code is in a value set.",
      Effect.READS, Set.of(Level.TYPE, Level.INSTANCE), Set.of("ValueSet"), List.of(
          OperationInfo.in("url", "uri", "The canonical URL of the value set."),
          OperationInfo.in("valueSet", "ValueSet", "The value set itself."),
          OperationInfo.in("valueSetVersion", "string", "Its version."),
          OperationInfo.in("code", "code", "The code."),
          OperationInfo.in("system", "uri", "The code's system."),
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
    var set = named.valueSet(call);
    return OperationAnswer.of(CodeQuestions.answer(call,
        CodeQuestions.of(call.input(), Optional.of("system")),
        asked -> terminology.check(asked, set, call.access())));
  }
}
