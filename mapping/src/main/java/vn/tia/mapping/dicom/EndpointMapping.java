package vn.tia.mapping.dicom;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Endpoint.EndpointStatus;

/// Makes the FHIR Endpoints that say where a facility's studies are fetched and looked at.
public final class EndpointMapping {

  private static final String CONNECTION =
      "http://terminology.hl7.org/CodeSystem/endpoint-connection-type";
  private static final String PAYLOAD =
      "http://terminology.hl7.org/CodeSystem/endpoint-payload-type";

  private EndpointMapping() {}

  /// The endpoint with this id, at the base of a DICOMweb service.
  public static Endpoint wadoRs(String id, String address) {
    var endpoint = endpoint(id, address, new Coding(CONNECTION, "dicom-wado-rs", "DICOM WADO-RS"));
    endpoint.setName("DICOMweb");
    endpoint.addPayloadType(anyPayload("DICOM instances"));
    endpoint.addPayloadMimeType("application/dicom");
    endpoint.addPayloadMimeType("application/dicom+json");
    return endpoint;
  }

  /// The endpoint with this id that shows studies in a browser (IHE Invoke Image Display, RAD-106).
  public static Endpoint imageDisplay(String id, String address) {
    var endpoint = endpoint(id, address, new Coding(CONNECTION, "ihe-iid", "IHE IID"));
    endpoint.setName("Viewer");
    endpoint.addPayloadType(anyPayload("a page that shows the images"));
    endpoint.addPayloadMimeType("text/html");
    return endpoint;
  }

  private static Endpoint endpoint(String id, String address, Coding connection) {
    var endpoint = new Endpoint();
    endpoint.setId(id);
    endpoint.setStatus(EndpointStatus.ACTIVE);
    endpoint.setConnectionType(connection);
    endpoint.setAddress(address);
    return endpoint;
  }

  private static CodeableConcept anyPayload(String text) {
    return new CodeableConcept(new Coding(PAYLOAD, "any", "Any")).setText(text);
  }
}
