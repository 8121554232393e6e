package vn.tia.fhir.rest;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.resources.ResourceKey;

/// One write that a client wants, of a resource that is known by its key.
sealed interface Wish {
  ResourceKey key();

  /// Makes a resource under an id that was made for it just now.
  record Create(ResourceKey key, Resource resource) implements Wish {}

  /// Writes a resource under an id, whether it is there or not.
  record Update(ResourceKey key, Resource resource, Guard guard) implements Wish {}

  /// Changes a resource as it is found.
  record Patch(ResourceKey key, UnaryOperator<Resource> change, Guard guard) implements Wish {}

  /// Deletes a resource.
  record Delete(ResourceKey key, Guard guard) implements Wish {}

  /// What must be there for a write to go on.
  ///
  /// @param ifMatch the version that must be current
  /// @param ifNoneMatch `*` where nothing may be there
  record Guard(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    static final Guard NONE = new Guard(Optional.empty(), Optional.empty());

    static Guard of(RestCall.Headers headers) {
      return new Guard(headers.ifMatch(), headers.ifNoneMatch());
    }

    /// The version in `W/"3"`; what is no such tag is given back, and matches no version.
    Optional<String> version() {
      return ifMatch.map(tag -> tag.strip().replaceFirst("^(?:W/)?\"(\\d+)\"$", "$1"));
    }
  }
}
