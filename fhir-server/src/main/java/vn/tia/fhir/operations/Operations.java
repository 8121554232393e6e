package vn.tia.fhir.operations;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.rest.DoorAddition;
import vn.tia.fhir.rest.RequestAccess;
import vn.tia.fhir.rest.WriteRule;
import vn.tia.fhir.terminology.ShippedTerms;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.audit.Audit;

/// The operations of the door, together.
public final class Operations implements DoorAddition {
  private final List<Operation> operations;
  private final List<Object> interceptors;
  private final FixedResources fixed;
  private final List<WriteRule> rules;

  /// @param shipped the terms that come with the program, to be read beside the definitions
  /// @param rules what every write keeps for an operation's sake
  public Operations(List<Operation> operations, ShippedTerms shipped, List<WriteRule> rules,
      Caller caller) {
    this.operations = List.copyOf(operations);
    this.rules = List.copyOf(rules);
    this.fixed = new FixedResources(new Definitions(infos().toList()), shipped);
    this.interceptors = List.of(new OperationCalls(operations,
            new InputReader(FhirJson.context()), caller.access(), caller.audit()),
        new FixedReads(fixed));
  }

  /// How a caller is known, and what he did is noted.
  public record Caller(RequestAccess access, Audit audit) {}

  @Override
  public List<WriteRule> rules() {
    return rules;
  }

  @Override
  public boolean hasFixed(String type, String id) {
    return fixed.find(type, id).isPresent();
  }

  @Override
  public List<Object> interceptors() {
    return interceptors;
  }

  /// Those that are there, in the order in which they were named.
  public Stream<OperationInfo> infos() {
    return operations.stream().map(Operation::info);
  }

  @Override
  public void describe(CapabilityStatement statement) {
    statement.getRest().forEach(this::describe);
  }

  private void describe(CapabilityStatementRestComponent rest) {
    infos().forEach(info -> {
      if (info.levels().contains(Level.SYSTEM)) {
        rest.addOperation().setName(info.name()).setDefinition(info.canonical());
      }
      rest.getResource().stream()
          .filter(resource -> isOnType(info) && info.isFor(resource.getType()))
          .forEach(resource -> resource.addOperation()
              .setName(info.name()).setDefinition(info.canonical()));
    });
  }

  private static boolean isOnType(OperationInfo info) {
    return info.levels().contains(Level.TYPE) || info.levels().contains(Level.INSTANCE);
  }
}
