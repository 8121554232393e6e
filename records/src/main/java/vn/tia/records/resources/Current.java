package vn.tia.records.resources;

import vn.tia.dicom.data.Bytes;

/// What stands under a key now, kept from others until the transaction ends.
///
/// @param byClient whether a client ever wrote it, by FHIR
/// @param digest of what it says, whatever its version
public record Current(StoredResource resource, boolean byClient, Bytes digest) {

  /// Whether it is there, and not only the trace of what was deleted.
  public boolean isThere() {
    return !resource.deleted();
  }
}
