package vn.tia.fhir.operations;

import java.time.Duration;
import java.util.List;
import vn.tia.fhir.config.DoorOperations;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.rest.FhirTestServer;

/// A FHIR door with all its operations.
public final class OperationsServer {
  private OperationsServer() {}

  public static FhirTestServer open() {
    return open(ExportSettings.Limits.DEFAULT);
  }

  public static FhirTestServer open(ExportSettings.Limits limits) {
    return new FhirTestServer((server, directory) -> {
      var exports = DoorOperations.exports(server.records(), new ExportSettings(
          directory.resolve("exports"), Duration.ofHours(24), limits));
      server.closeFirst(exports.worker()::close);
      return List.of(DoorOperations.of(server.door, server.records(),
          DoorOperations.terminology(server.records()), exports));
    });
  }
}
