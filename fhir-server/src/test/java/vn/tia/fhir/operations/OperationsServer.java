package vn.tia.fhir.operations;

import java.util.List;
import vn.tia.fhir.config.DoorOperations;
import vn.tia.fhir.rest.FhirTestServer;

/// A FHIR door with all its operations.
public final class OperationsServer {
  private OperationsServer() {}

  public static FhirTestServer open() {
    return new FhirTestServer((server, _) -> List.of(DoorOperations.of(
        server.door, server.records(), DoorOperations.terminology(server.records()))));
  }
}
