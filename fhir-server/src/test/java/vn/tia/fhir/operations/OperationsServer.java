package vn.tia.fhir.operations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.tia.fhir.config.DoorOperations;
import vn.tia.fhir.operations.docs.ApiDocs;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.rest.FhirTestServer;

/// A FHIR door with all its operations.
public final class OperationsServer {
  private OperationsServer() {}

  public static FhirTestServer open() {
    return open(ExportSettings.Limits.DEFAULT);
  }

  public static FhirTestServer open(ExportSettings.Limits limits) {
    return open(limits, List.of(), Map.of());
  }

  public static FhirTestServer open(ExportSettings.Limits limits, List<Path> packages,
      Map<String, Mode> validation) {
    return new FhirTestServer((server, directory) -> {
      var parts = DoorOperations.parts(server.records(), packages, validation,
          new ExportSettings(directory.resolve("exports"), Duration.ofHours(24), limits));
      server.closeFirst(parts.exports().worker()::close);
      var operations = DoorOperations.of(server.door, server.records(), parts);
      return List.of(operations, new ApiDocs(operations));
    });
  }
}
