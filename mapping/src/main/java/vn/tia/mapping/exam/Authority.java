package vn.tia.mapping.exam;

import java.util.Optional;

/// Who gives out an identifier (HL7 v2 HD, DICOM issuer): a local name space, a universal id, or
/// both.
///
/// @param universalType `ISO` for an OID, `URI`, `DNS`, `UUID` … (HL7 table 0301)
public record Authority(
    Optional<String> namespace, Optional<String> universalId, Optional<String> universalType) {

  /// The authority of an identifier that came without one: the facility's own.
  public static final Authority UNSAID =
      new Authority(Optional.empty(), Optional.empty(), Optional.empty());

  public Authority {
    namespace = Texts.identifier("a name space", namespace);
    universalId = Texts.identifier("a universal id", universalId);
    universalType = Texts.identifier("a universal id type", universalType);
  }

  public static Authority ofNamespace(String namespace) {
    return new Authority(Optional.of(namespace), Optional.empty(), Optional.empty());
  }

  public static Authority ofOid(String oid) {
    return new Authority(Optional.empty(), Optional.of(oid), Optional.of("ISO"));
  }

  public static Authority ofUri(String uri) {
    return new Authority(Optional.empty(), Optional.of(uri), Optional.of("URI"));
  }

  public boolean isUnsaid() {
    return namespace.isEmpty() && universalId.isEmpty();
  }
}
