package vn.tia.fhir.operations;

import java.nio.file.Path;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/// What an operation answers, with its HTTP status.
public sealed interface OperationAnswer {

  /// A resource, in the form that the client takes.
  record Model(int status, Resource resource) implements OperationAnswer {}

  /// A text that is ready, with its media type.
  record Text(int status, Map<String, String> headers, String mediaType, String text)
      implements OperationAnswer {
    public Text {
      headers = Map.copyOf(headers);
    }
  }

  /// A status and headers, nothing else.
  record Bare(int status, Map<String, String> headers) implements OperationAnswer {
    public Bare {
      headers = Map.copyOf(headers);
    }
  }

  /// A Bundle of stored resources.
  record Found(StoredBundle bundle) implements OperationAnswer {}

  /// The bytes of a file.
  record Stream(Path file, String mediaType) implements OperationAnswer {}

  static OperationAnswer of(Resource resource) {
    return new Model(200, resource);
  }
}
