package vn.tia.fhir.operations.terms;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.terminology.CodeTable;
import vn.tia.fhir.terminology.Terminology;

/// `CodeSystem/$subsumes`: how two codes stand to each other.
record SubsumesOperation(Terminology terminology, NamedTerms named) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("subsumes",
      OperationInfo.r4("CodeSystem-subsumes"), "How two codes of a system stand to each other.",
      Effect.READS, Set.of(Level.TYPE, Level.INSTANCE), Set.of("CodeSystem"), List.of(
          OperationInfo.in("codeA", "code", "One code."),
          OperationInfo.in("codeB", "code", "The other code."),
          OperationInfo.in("system", "uri", "The system of both."),
          OperationInfo.in("version", "string", "The version of the system."),
          OperationInfo.in("codingA", "Coding", "One code with its system."),
          OperationInfo.in("codingB", "Coding", "The other code with its system."),
          OperationInfo.out("outcome", "code",
              "equivalent, subsumes, subsumed-by or not-subsumed.")));

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var table = table(call);
    var outcome = terminology.subsumption(table, code(call, "A"), code(call, "B"));
    var answer = new Parameters();
    answer.addParameter().setName("outcome").setValue(new CodeType(outcome.code()));
    return OperationAnswer.of(answer);
  }

  private CodeTable table(OperationCall call) {
    var one = call.input().value("codingA", Coding.class).map(Coding::getSystem);
    var other = call.input().value("codingB", Coding.class).map(Coding::getSystem);
    if (!one.equals(other)) {
      throw new InvalidRequestException("codingA and codingB are of one system");
    }
    return one.isPresent() && call.key().isEmpty()
        ? terminology.codeSystem(one.get(), call.access()) : named.codeSystem(call, "system");
  }

  private static String code(OperationCall call, String which) {
    return call.input().value("coding" + which, Coding.class)
        .flatMap(coding -> Optional.ofNullable(coding.getCode()))
        .orElseGet(() -> call.input().required("code" + which));
  }
}
