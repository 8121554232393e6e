package vn.tia.fhir.rest;

import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;

/// What the door answers beside the interactions of resources, such as operations.
public interface DoorAddition {

  /// What HAPI calls: interceptors, in no order but that of their hooks.
  List<Object> interceptors();

  /// Rules that every write keeps beside those of the door.
  default List<WriteRule> rules() {
    return List.of();
  }

  /// Whether an interceptor answers reads of that resource, which is not in the records.
  default boolean hasFixed(String type, String id) {
    return false;
  }

  /// Adds what can be asked to what the server says of itself; called for each `metadata`.
  void describe(CapabilityStatement statement);
}
