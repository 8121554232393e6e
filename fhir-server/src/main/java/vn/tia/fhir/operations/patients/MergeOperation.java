package vn.tia.fhir.operations.patients;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Replacement;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.ReplaceOutcome;
import vn.tia.records.patients.StoredPatient;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// `Patient/$merge` (as R5 has it): the source's record is given up for the target's, by the rules
/// of HL7's ADT^A40: orders, worklist, studies and resources follow, chains and loops are refused.
///
/// A preview does all of it in a transaction that is rolled back.
public record MergeOperation(Database database, Patients patients, PatientMerges merges,
    Resources resources) implements Operation {
  private static final OperationInfo INFO = new OperationInfo("merge", "",
      "Gives up one patient's record for another's; what belongs to it follows.",
      Effect.WRITES, Set.of(Level.TYPE), Set.of("Patient"), List.of(
          OperationInfo.in("source-patient", "Reference", "The record that is given up."),
          OperationInfo.many("source-patient-identifier", "Identifier",
              "A number of it, in place of the reference."),
          OperationInfo.in("target-patient", "Reference", "The record that stays."),
          OperationInfo.many("target-patient-identifier", "Identifier",
              "A number of it, in place of the reference."),
          OperationInfo.in("preview", "boolean", "Only tells what would be."),
          OperationInfo.out("input", "Parameters", "What was asked."),
          OperationInfo.out("outcome", "OperationOutcome", "What was done."),
          OperationInfo.out("result", "Patient", "The record that stays."),
          OperationInfo.out("task", "Task", "The merge as it was done; none for a preview.")));

  private record Pair(StoredPatient source, StoredPatient target) {}

  private record Merged(int followers, Resource result, Optional<Task> task) {}

  /// Rolls the transaction of a preview back, with what it found.
  private static final class Previewed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Merged merged;

    Previewed(Merged merged) {
      super("a preview changes nothing", null, false, false);
      this.merged = merged;
    }
  }

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var pair = new Pair(patient(call, "source"), patient(call, "target"));
    if (pair.source().facilityId() != pair.target().facilityId()) {
      throw new UnprocessableEntityException(
          "source and target are of two facilities, which keep their own records");
    }
    if (pair.source().id() == pair.target().id()) {
      throw new UnprocessableEntityException("source and target are the same record");
    }
    return OperationAnswer.of(call.input().flag("preview").orElse(false)
        ? answer(call, preview(pair, call), "would follow")
        : answer(call, database.inRepeatableTransaction(() -> merge(pair, call)), "follow"));
  }

  private Merged preview(Pair pair, OperationCall call) {
    try {
      return database.inTransaction(() -> {
        throw new Previewed(merge(pair, call));
      });
    } catch (Previewed previewed) {
      return new Merged(previewed.merged.followers(), previewed.merged.result(),
          Optional.empty());
    }
  }

  private Merged merge(Pair pair, OperationCall call) {
    var facility = pair.target().facilityId();
    var outcome = merges.apply(facility, new Replacement(Replacement.Kind.MERGE,
            pair.target().patient(), pair.source().patient().identifiers()),
        new PatientMerges.Caller("FHIR", call.caller()));
    return switch (outcome) {
      case ReplaceOutcome.Done(var stays, var done) -> {
        var result = resources.read(new ResourceKey("Patient", stays.fhirId()),
            Access.to(facility)).orElseThrow();
        var task = task(pair);
        resources.put(facility, task);
        yield new Merged(done.stream().mapToInt(merges::followers).sum(),
            FhirJson.decode(result.json()), Optional.of(task));
      }
      case ReplaceOutcome.SameNumbers _ -> throw refused("source and target have the same numbers");
      case ReplaceOutcome.Loop _ -> throw refused("the target was itself merged into the source");
      case ReplaceOutcome.AlreadyReplaced _ -> throw refused("the source was already merged");
      case ReplaceOutcome.ForeignNumber _ -> throw refused("a number is of another facility's");
      case ReplaceOutcome.TakenNumber _ -> throw refused("a number is somebody else's");
    };
  }

  private static UnprocessableEntityException refused(String why) {
    return new UnprocessableEntityException(why + "; nothing was changed");
  }

  private static Task task(Pair pair) {
    var source = new Reference("Patient/" + pair.source().fhirId());
    var target = new Reference("Patient/" + pair.target().fhirId());
    var task = new Task().setStatus(TaskStatus.COMPLETED).setIntent(TaskIntent.ORDER)
        .setFor(target).setFocus(target.copy()).setAuthoredOn(Date.from(Instant.now()))
        .setLastModified(Date.from(Instant.now()));
    task.getCode().setText("Patient merge");
    task.addInput().setValue(source).getType().setText("source-patient");
    task.addOutput().setValue(target.copy()).getType().setText("target-patient");
    return task;
  }

  private static Parameters answer(OperationCall call, Merged merged, String verb) {
    var outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(IssueSeverity.INFORMATION).setCode(IssueType.INFORMATIONAL)
        .setDiagnostics("%d orders, studies and resources %s the patient"
            .formatted(merged.followers(), verb));
    var answer = new Parameters();
    add(answer, "input", call.input().parameters());
    add(answer, "outcome", outcome);
    add(answer, "result", merged.result());
    merged.task().ifPresent(task -> add(answer, "task", task));
    return answer;
  }

  private static void add(Parameters answer, String name, Resource resource) {
    answer.addParameter(new ParametersParameterComponent().setName(name).setResource(resource));
  }

  /// The patient of a role, `source` or `target`, as they stand now.
  private StoredPatient patient(OperationCall call, String role) {
    var reference = call.input().value(role + "-patient", Reference.class)
        .map(Reference::getReference);
    var numbers = call.input().all(role + "-patient-identifier")
        .map(ParametersParameterComponent::getValue)
        .filter(Identifier.class::isInstance).map(Identifier.class::cast).toList();
    if (reference.isEmpty() && numbers.isEmpty()) {
      throw new InvalidRequestException(
          "%s-patient or %s-patient-identifier is needed".formatted(role, role));
    }
    return reference.isPresent()
        ? byReference(reference.get(), role, call.access())
        : byNumbers(numbers, role, call.access());
  }

  private StoredPatient byReference(String reference, String role, Access access) {
    if (!reference.matches("(.*/)?Patient/[A-Za-z0-9.-]{1,64}")) {
      throw new InvalidRequestException("%s-patient refers to no Patient".formatted(role));
    }
    var id = reference.substring(reference.lastIndexOf('/') + 1);
    var found = access.facilityIds().stream()
        .flatMap(facility -> patients.byFhirId(facility, id).stream()).findFirst()
        .orElseThrow(() -> absent(role));
    // The row is of whoever stands in the patient's place.
    if (!found.fhirId().equals(id)) {
      throw refused("the %s was already merged".formatted(role));
    }
    return found;
  }

  private StoredPatient byNumbers(List<Identifier> numbers, String role, Access access) {
    var found = new HashSet<StoredPatient>();
    for (var number : numbers) {
      if (!number.hasSystem() || !number.hasValue()) {
        throw new InvalidRequestException(
            "%s-patient-identifier needs a system and a value".formatted(role));
      }
      var one = new PatientIdentifier(number.getValue(), Authority.ofUri(number.getSystem()),
          PatientIdentifier.RECORD_NUMBER);
      access.facilityIds().forEach(facility ->
          patients.byIdentifier(facility, one).ifPresent(found::add));
    }
    if (found.isEmpty()) {
      throw absent(role);
    }
    if (found.size() > 1) {
      throw refused("the numbers of the %s are several patients'".formatted(role));
    }
    return found.iterator().next();
  }

  private static UnprocessableEntityException absent(String role) {
    return new UnprocessableEntityException(
        "the %s is no Patient of this server".formatted(role));
  }
}
