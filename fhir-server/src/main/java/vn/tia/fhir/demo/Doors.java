package vn.tia.fhir.demo;

/// Where the doors are open on this machine.
///
/// @param aeTitle the AE title that Tia answers to
public record Doors(int httpPort, int dicomPort, int hl7Port, String aeTitle) {
  String http(String path) {
    return "http://127.0.0.1:" + httpPort + path;
  }
}
