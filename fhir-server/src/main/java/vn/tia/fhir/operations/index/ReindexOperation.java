package vn.tia.fhir.operations.index;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.search.feed.Reindexing;

/// `$reindex` begins to build the search index anew; `$reindex-status` says how far that is.
/// Searches go on in the live index until the new one takes its place.
public final class ReindexOperation implements Operation {
  private final Kind kind;
  private final BooleanSupplier begin;
  private final Supplier<Reindexing> standing;
  private final Supplier<List<String>> awaited;

  /// Which of the two.
  public enum Kind {
    BEGIN("reindex", "Begins to build the search index anew beside the live one: 202, or 409 where"
        + " that is going on.", Effect.WRITES),
    STATUS("reindex-status", "How the last $reindex of this process stands.", Effect.READS);

    private final String operation;
    private final String about;
    private final Effect effect;

    Kind(String operation, String about, Effect effect) {
      this.operation = operation;
      this.about = about;
      this.effect = effect;
    }
  }

  /// @param begin begins it; false where one is going on
  /// @param awaited search parameters that are stored and not in the live index yet
  public ReindexOperation(Kind kind, BooleanSupplier begin, Supplier<Reindexing> standing,
      Supplier<List<String>> awaited) {
    this.kind = kind;
    this.awaited = awaited;
    this.begin = begin;
    this.standing = standing;
  }

  @Override
  public OperationInfo info() {
    return new OperationInfo(kind.operation, "", kind.about, kind.effect, Set.of(Level.SYSTEM),
        Set.of(), List.of(
            OperationInfo.out("status", "code", "NONE, RUNNING, DONE or FAILED"),
            OperationInfo.out("resources", "decimal", "how many were taken in so far"),
            OperationInfo.out("awaited", "string",
                "a search parameter, as Type.code, that is stored and not searched by yet")));
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    return switch (kind) {
      case BEGIN -> new OperationAnswer.Model(begin.getAsBoolean() ? 202 : 409, standing());
      case STATUS -> OperationAnswer.of(standing());
    };
  }

  private Parameters standing() {
    var now = standing.get();
    var answer = new Parameters();
    answer.addParameter().setName("status").setValue(new CodeType(now.state().name()));
    answer.addParameter().setName("resources").setValue(new DecimalType(now.resources()));
    awaited.get().forEach(one ->
        answer.addParameter().setName("awaited").setValue(new StringType(one)));
    return answer;
  }
}
