package vn.tia.mapping.dicom;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Endpoint.EndpointStatus;

/// Makes the FHIR Endpoint that says where a facility's studies are fetched by WADO-RS.
public final class EndpointMapping {

  private static final String CONNECTION =
      "http://terminology.hl7.org/CodeSystem/endpoint-connection-type";
  private static final String PAYLOAD =
      "http://terminology.hl7.org/CodeSystem/endpoint-payload-type";

  private EndpointMapping() {}

  /// The endpoint with this id, at the base of a DICOMweb service.
  public static Endpoint wadoRs(String id, String address) {
    var endpoint = new Endpoint();
    endpoint.setId(id);
    endpoint.setStatus(EndpointStatus.ACTIVE);
    endpoint.setConnectionType(
        new Coding(CONNECTION, "dicom-wado-rs", "DICOM WADO-RS"));
    endpoint.setName("DICOMweb");
    endpoint.addPayloadType(
        new CodeableConcept(new Coding(PAYLOAD, "any", "Any")).setText("DICOM instances"));
    endpoint.addPayloadMimeType("application/dicom");
    endpoint.addPayloadMimeType("application/dicom+json");
    endpoint.setAddress(address);
    return endpoint;
  }
}
