package vn.tia.fhir.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.access.Access;

/// One request, by itself or as an entry of a Bundle.
///
/// @param query the parameters, in one order so that the same search has the same links
record RestCall(HTTPVerb verb, Target target, Map<String, List<String>> query, Headers headers,
    Body body, Caller caller) {

  /// Who calls, and what they may see.
  ///
  /// @param base the address under which they reach the door
  record Caller(Access access, String address, String base) {}

  /// The headers of a request that say more than its form.
  record Headers(Optional<String> ifMatch, Optional<String> ifNoneMatch,
      Optional<String> ifModifiedSince, Optional<String> ifNoneExist, List<String> prefer) {
    static final Headers NONE = new Headers(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /// Whether the client prefers this, such as `handling=strict` (RFC 7240).
    boolean prefers(String preference) {
      return prefer.stream().flatMap(header -> Stream.of(header.split("[,;]")))
          .anyMatch(one -> one.strip().toLowerCase(Locale.ROOT).equals(preference));
    }
  }

  /// What came with a request.
  sealed interface Body {
    /// Nothing, or what was read as parameters.
    record None() implements Body {}

    /// Bytes, as their media type says.
    record Bytes(byte[] bytes, String mediaType) implements Body {}

    /// A resource that was read already.
    record Parsed(Resource resource) implements Body {}
  }

  /// The same, answered with nothing but what the client asks for: the resources of a Bundle are
  /// not sent back unasked.
  RestCall quiet() {
    if (headers.prefers("return=representation") || headers.prefers("return=operationoutcome")) {
      return this;
    }
    return new RestCall(verb, target, query, new Headers(headers.ifMatch(),
        headers.ifNoneMatch(), headers.ifModifiedSince(), headers.ifNoneExist(),
        List.of("return=minimal")), body, caller);
  }

  boolean isRead() {
    return verb == HTTPVerb.GET || verb == HTTPVerb.HEAD;
  }
}
