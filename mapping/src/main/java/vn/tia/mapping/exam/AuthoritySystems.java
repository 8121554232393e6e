package vn.tia.mapping.exam;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns an authority into the URI that names it everywhere: the `system` of a FHIR identifier, and
/// the key by which a patient or order is found again.
///
/// @param facilityCode the facility whose message carried the identifier
/// @param namespace the name space of the facility's own numbers
/// @param system the URI of the facility's own numbers
/// @param shared the URI of each kind of number that is valid beyond one facility, by its type code
public record AuthoritySystems(
    String facilityCode, String namespace, String system, Map<String, String> shared) {
  private static final Pattern URI = Pattern.compile("(urn|https?):.+");
  private static final Pattern OID = Pattern.compile("[0-2](\\.\\d+)+");

  /// The kinds of national numbers as the Vietnamese core guide names them (`hl7vn/vn-core-ig`).
  public static final Map<String, String> VIETNAM = Map.of(
      PatientIdentifier.NATIONAL_ID, "http://fhir.ehealth.gov.vn/core/sid/national_id",
      PatientIdentifier.OLD_NATIONAL_ID, "http://fhir.ehealth.gov.vn/core/sid/citizen_id",
      "NIIP", "http://fhir.ehealth.gov.vn/core/sid/insurance_number",
      "HC", "http://fhir.ehealth.gov.vn/core/sid/insurance_number",
      "PPN", "http://fhir.ehealth.gov.vn/core/sid/passport_number");

  public AuthoritySystems {
    shared = Map.copyOf(shared);
  }

  public AuthoritySystems(String facilityCode, String namespace, String system) {
    this(facilityCode, namespace, system, VIETNAM);
  }

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

  /// The URI of a patient's number: of its kind where that is valid beyond one facility and no
  /// universal id says otherwise, else of its authority.
  public String of(PatientIdentifier identifier) {
    var kind = Optional.ofNullable(shared.get(identifier.typeCode()));
    return identifier.authority().universalId().isPresent()
        ? of(identifier.authority())
        : kind.orElseGet(() -> of(identifier.authority()));
  }

  private String local(String name) {
    return "urn:tia:authority:" + facilityCode + ":" + name.replace(' ', '_');
  }

  private String universal(String id, Optional<String> type) {
    if (URI.matcher(id).matches()) {
      return id;
    }
    var kind = type.orElse(OID.matcher(id).matches() ? "ISO" : "");
    return switch (kind.toUpperCase(Locale.ROOT)) {
      case "ISO" -> "urn:oid:" + id;
      case "URI" -> id;
      case "UUID", "GUID" -> "urn:uuid:" + id.toLowerCase(Locale.ROOT);
      case "DNS" -> "urn:tia:dns:" + id.toLowerCase(Locale.ROOT);
      default -> local(id);
    };
  }
}
