package vn.tia.fhir.operations;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;

/// One call of an operation.
///
/// @param access what the caller may see
/// @param input what went in
public record OperationCall(ServletRequestDetails request, Access access, OperationInput input) {

  /// The address under which the caller reaches the door.
  public String base() {
    return request.getFhirServerBase();
  }

  /// The resource type of the URL, empty for the system.
  public Optional<String> type() {
    return Optional.ofNullable(request.getResourceName());
  }

  /// The resource that an operation on an instance is about.
  public Optional<ResourceKey> key() {
    return Optional.ofNullable(request.getId())
        .map(id -> new ResourceKey(request.getResourceName(), id.getIdPart()));
  }

  /// What the client prefers (RFC 7240), each in lower case.
  public List<String> preferences() {
    return Optional.ofNullable(request.getHeaders("Prefer")).stream()
        .flatMap(List::stream)
        .flatMap(header -> Stream.of(header.split("[,;]")))
        .map(one -> one.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  /// Who calls, for the audit trail.
  public String caller() {
    return request.getServletRequest().getRemoteAddr();
  }
}
