package vn.tia.records.resources;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/// Under which numbers a resource is found by its identifiers: the first eight bytes of the SHA-256
/// of each value. Two values may share one, so what is found is looked at again.
final class IdentifierKeys {
  private static final List<String> ELEMENTS = List.of("identifier", "masterIdentifier");

  private IdentifierKeys() {}

  /// Those of a resource, as PostgreSQL writes an array; empty where it has none.
  static String of(Resource resource) {
    return array(ELEMENTS.stream().flatMap(element -> values(resource, element))
        .distinct().toList());
  }

  private static Stream<String> values(Resource resource, String element) {
    return Stream.ofNullable(resource.getNamedProperty(element))
        .flatMap(property -> property.getValues().stream())
        .flatMap(IdentifierKeys::value);
  }

  private static Stream<String> value(Base element) {
    return element instanceof Identifier identifier
        ? Stream.ofNullable(identifier.getValue()) : Stream.of();
  }

  /// Those of some values.
  static Long[] of(Collection<String> values) {
    return values.stream().map(IdentifierKeys::key).toArray(Long[]::new);
  }

  private static String array(List<String> values) {
    return values.isEmpty() ? "" : values.stream().map(value -> Long.toString(key(value)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static long key(String value) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
          .digest(value.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
