package vn.tia.mapping.exam;

import java.util.Locale;
import java.util.Optional;

/// Turns an authority into the URI that names it everywhere: the `system` of a FHIR identifier, and
/// the key by which a patient or order is found again.
///
/// @param facilityCode the facility whose message carried the identifier
/// @param namespace the name space of the facility's own numbers
/// @param system the URI of the facility's own numbers
public record AuthoritySystems(String facilityCode, String namespace, String system) {

  /// The URI of an authority: an OID as `urn:oid:…`, a URI as it is, the facility's own for its own
  /// name space or none, and for any other bare name space one that no other facility can share.
  public String of(Authority authority) {
    if (authority.universalId().isPresent()) {
      return universal(authority.universalId().get(), authority.universalType());
    }
    return authority.namespace()
        .filter(name -> !name.equalsIgnoreCase(namespace))
        .map(this::local)
        .orElse(system);
  }

  private String local(String name) {
    return "urn:tia:authority:" + facilityCode + ":" + name.replace(' ', '_');
  }

  private String universal(String id, Optional<String> type) {
    if (id.matches("(urn|https?):.+")) {
      return id;
    }
    var kind = type.orElse(id.matches("[0-2](\\.\\d+)+") ? "ISO" : "");
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "ISO" -> "urn:oid:" + id;
      case "URI" -> id;
      case "UUID", "GUID" -> "urn:uuid:" + id.toLowerCase(Locale.ROOT);
      case "DNS" -> "urn:tia:dns:" + id.toLowerCase(Locale.ROOT);
      default -> local(id);
    };
  }
}
