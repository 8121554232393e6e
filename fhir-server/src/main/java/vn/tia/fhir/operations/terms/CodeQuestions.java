package vn.tia.fhir.operations.terms;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInput;
import vn.tia.fhir.terminology.AskedCode;
import vn.tia.fhir.terminology.CodeCheck;

/// The codes that a call asks about, in the three forms that R4 allows, and the answer.
final class CodeQuestions {
  private CodeQuestions() {}

  /// The codes, any of which is good enough.
  ///
  /// @param systemParameter what names the system of a bare code; empty where the call is about one
  static List<AskedCode> of(OperationInput input, Optional<String> systemParameter) {
    var concept = input.value("codeableConcept", CodeableConcept.class);
    if (concept.isPresent() && concept.get().hasCoding()) {
      return concept.get().getCoding().stream().map(AskedCode::of).toList();
    }
    var coding = input.value("coding", Coding.class);
    if (coding.isPresent()) {
      return List.of(AskedCode.of(coding.get()));
    }
    return List.of(new AskedCode(systemParameter.flatMap(input::text),
        input.text("code").orElseThrow(() -> new InvalidRequestException(
            "a code, a coding or a codeableConcept is needed")),
        input.text("display")));
  }

  /// The answer: that of the first code that is valid, else of the first.
  static Parameters answer(
      OperationCall call, List<AskedCode> asked, Function<AskedCode, CodeCheck> check) {
    var checks = asked.stream().map(check).toList();
    var best = checks.stream().filter(CodeCheck.Valid.class::isInstance).findFirst()
        .orElse(checks.getFirst());
    var language = call.input().text("displayLanguage");
    var answer = new Parameters();
    switch (best) {
      case CodeCheck.Valid(var concept, var remark) -> {
        answer.addParameter("result", true);
        remark.ifPresent(text -> answer.addParameter("message", text));
        concept.display(language).ifPresent(name -> answer.addParameter("display", name));
        answer.addParameter("code", concept.key().code());
        answer.addParameter("system", concept.key().system());
      }
      case CodeCheck.Invalid(var why, var known) -> {
        answer.addParameter("result", false);
        answer.addParameter("message", why);
        known.flatMap(one -> one.display(language))
            .ifPresent(name -> answer.addParameter("display", name));
      }
    }
    return answer;
  }
}
