package vn.tia.fhir.rest;

import java.time.ZoneId;
import java.util.List;
import vn.tia.fhir.rest.query.SearchLimits;

/// How the FHIR door behaves.
///
/// @param bodyBytesMax the longest request body: an ImagingStudy of 30,000 instances fits
/// @param zone of dates without an offset
/// @param entriesMax entries of a batch or transaction: one transaction holds its locks to its end
/// @param deletesMax resources that one conditional delete may delete; 1: a delete that matches
///     several is refused, as nothing brings them back at once
/// @param versions whether a write must name the version that it changes
/// @param clientIds whether a client may make a resource under an id of its own
/// @param references whether what a resource refers to must be here
/// @param corsOrigins the web origins whose pages may call the door; `*` for all, none: none
public record FhirRestSettings(int bodyBytesMax, ZoneId zone, SearchLimits search, int entriesMax,
    int deletesMax, Versions versions, ClientIds clientIds, References references,
    List<String> corsOrigins) {

  /// Whether `If-Match` must be given (CapabilityStatement.rest.resource.versioning).
  public enum Versions {
    /// A write without it goes over whatever is there.
    KEPT,
    /// A write without it is refused with 428.
    DEMANDED
  }

  /// Whether PUT to an id that is not there makes a resource (R4 section 3.1.0.4.1).
  public enum ClientIds { TAKEN, REFUSED }

  /// What becomes of a reference to a resource of a served type that is not here.
  public enum References {
    /// It is refused with 422; and what others refer to isn't deleted (409).
    MUST_EXIST,
    /// It is refused with 422, but what others refer to may be deleted.
    WHEN_WRITTEN,
    /// It is kept as given.
    AS_GIVEN
  }

  public FhirRestSettings {
    corsOrigins = List.copyOf(corsOrigins);
  }

  public static final FhirRestSettings DEFAULT = new FhirRestSettings(
      16 * 1024 * 1024, ZoneId.of("Asia/Ho_Chi_Minh"), SearchLimits.DEFAULT, 1_000, 1,
      Versions.KEPT, ClientIds.TAKEN, References.MUST_EXIST, List.of());

  public FhirRestSettings withVersions(Versions wanted) {
    return new FhirRestSettings(bodyBytesMax, zone, search, entriesMax, deletesMax, wanted,
        clientIds, references, corsOrigins);
  }

  public FhirRestSettings withClientIds(ClientIds wanted) {
    return new FhirRestSettings(bodyBytesMax, zone, search, entriesMax, deletesMax, versions,
        wanted, references, corsOrigins);
  }

  public FhirRestSettings withReferences(References wanted) {
    return new FhirRestSettings(bodyBytesMax, zone, search, entriesMax, deletesMax, versions,
        clientIds, wanted, corsOrigins);
  }

  public FhirRestSettings withDeletesMax(int wanted) {
    return new FhirRestSettings(bodyBytesMax, zone, search, entriesMax, wanted, versions,
        clientIds, references, corsOrigins);
  }

  public FhirRestSettings withCorsOrigins(List<String> wanted) {
    return new FhirRestSettings(bodyBytesMax, zone, search, entriesMax, deletesMax, versions,
        clientIds, references, wanted);
  }
}
