package vn.tia.fhir.rest;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CapabilityStatement;
import vn.tia.records.access.Access;

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

  /// Does what has to be done before a search is answered.
  ///
  /// @param path the address behind the base
  default Ahead ahead(String path, Map<String, List<String>> query, Access access) {
    return Ahead.NOTHING;
  }

  /// What was done before a search.
  ///
  /// @param written how many resources were written, which the search is to see
  /// @param warnings what its answer says
  record Ahead(int written, List<String> warnings) {
    public static final Ahead NOTHING = new Ahead(0, List.of());
  }

  /// Adds what can be asked to what the server says of itself; called for each `metadata`.
  void describe(CapabilityStatement statement);
}
