package vn.tia.fhir.operations.terms;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.UriType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.Concept.Key;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.fhir.terminology.Translation;
import vn.tia.fhir.terminology.Translation.Match;

/// `ConceptMap/$translate`: what a code is in another system, by one map or by all that know it.
record TranslateOperation(Terminology terminology, NamedTerms named, TermsLimits limits)
    implements Operation {
  private static final OperationInfo INFO = new OperationInfo("translate",
      OperationInfo.r4("ConceptMap-translate"), "What a code is in another system.",
      Effect.READS, Set.of(Level.TYPE, Level.INSTANCE), Set.of("ConceptMap"), List.of(
          OperationInfo.in("url", "uri", "The map; all that know the code's system else."),
          OperationInfo.in("conceptMap", "ConceptMap", "The map itself."),
          OperationInfo.in("conceptMapVersion", "string", "Its version."),
          OperationInfo.in("code", "code", "The code."),
          OperationInfo.in("system", "uri", "Its system."),
          OperationInfo.in("coding", "Coding", "The code with its system."),
          OperationInfo.in("codeableConcept", "CodeableConcept", "Several codes at once."),
          OperationInfo.in("targetsystem", "uri", "Only codes of this system."),
          OperationInfo.in("reverse", "boolean", "By a named map from its target to its source."),
          OperationInfo.out("result", "boolean", "Whether there is a translation."),
          OperationInfo.out("message", "string", "Why there is none."),
          OperationInfo.out("match", "BackboneElement",
              "equivalence, concept, and the map as source.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var map = named.conceptMap(call);
    var matches = asked(call).stream()
        .flatMap(code -> matches(call, map, code).stream()).distinct().toList();
    var answer = new Parameters();
    answer.addParameter("result", !matches.isEmpty());
    if (matches.isEmpty()) {
      answer.addParameter("message", "no map that is known here translates the code");
    }
    matches.forEach(match -> add(answer, match));
    return OperationAnswer.of(answer);
  }

  private List<Match> matches(OperationCall call, Optional<ConceptMap> map, Key code) {
    var translation = new Translation(terminology.source(), call.access());
    var target = call.input().text("targetsystem");
    if (call.input().flag("reverse").orElse(false)) {
      return translation.backward(map.orElseThrow(() ->
          new InvalidRequestException("reverse needs a map: name it by url")), code, target);
    }
    var maps = map.map(List::of).orElseGet(() -> terminology.source()
        .conceptMapsFrom(code.system(), call.access(), limits.mapsMax()));
    return maps.stream()
        .flatMap(one -> translation.forward(one, code, target).stream()).toList();
  }

  private static List<Key> asked(OperationCall call) {
    return CodeQuestions.of(call.input(), Optional.of("system")).stream()
        .map(one -> new Key(one.system().orElseThrow(() ->
            new InvalidRequestException("the system of the code is needed")), one.code()))
        .toList();
  }

  private static void add(Parameters answer, Match match) {
    var part = answer.addParameter().setName("match");
    part.addPart().setName("equivalence").setValue(new CodeType(match.equivalence().toCode()));
    part.addPart().setName("concept").setValue(
        new Coding(match.key().system(), match.key().code(), match.display().orElse(null)));
    part.addPart().setName("source").setValue(new UriType(match.map()));
  }
}
