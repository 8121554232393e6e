package vn.tia.bench.fhir;

/// Where a FHIR server answers on loopback.
///
/// @param base of its paths, as `/fhir`
record FhirServer(int port, String base) {}
