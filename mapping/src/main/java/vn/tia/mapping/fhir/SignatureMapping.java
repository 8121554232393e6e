package vn.tia.mapping.fhir;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Signature;

/// Says who signed a version of a report, as a FHIR R4 Provenance.
///
/// It tells of a signature and holds none: `signature.data` is for signatures that were made
/// electronically, so it stays empty (R4 Signature.data).
public final class SignatureMapping {
  private static final String OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
  private static final String PARTICIPANT =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
  private static final Coding VERIFICATION = new Coding("urn:iso-astm:E1762-95:2013",
      "1.2.840.10065.1.12.1.5", "Verification Signature");

  private SignatureMapping() {}

  /// The Provenance of a signed version; empty where the report doesn't say who signed it.
  ///
  /// @param report a signed version as it is stored
  public static Optional<Provenance> toProvenance(DiagnosticReport report, long version) {
    var signers = report.hasResultsInterpreter()
        ? report.getResultsInterpreter() : report.getPerformer();
    if (signers.isEmpty()) {
      return Optional.empty();
    }
    var target = "DiagnosticReport/%s/_history/%d".formatted(report.getIdPart(), version);
    var provenance = new Provenance();
    provenance.setId(
        UUID.nameUUIDFromBytes(("signed|" + target).getBytes(StandardCharsets.UTF_8)).toString());
    provenance.addTarget(new Reference(target));
    provenance.setRecorded(report.getMeta().getLastUpdated());
    var at = report.hasIssued() ? report.getIssued() : report.getMeta().getLastUpdated();
    provenance.setOccurred(new DateTimeType(at));
    provenance.setActivity(new CodeableConcept(new Coding(
        OPERATION, version == 1 ? "CREATE" : "UPDATE", version == 1 ? "create" : "revise")));
    signers.forEach(signer -> {
      provenance.addAgent().setWho(signer.copy())
          .setType(new CodeableConcept(new Coding(PARTICIPANT, "verifier", "Verifier")));
      provenance.addSignature(new Signature().setType(List.of(VERIFICATION.copy()))
          .setWhen(at).setWho(signer.copy()));
    });
    return Optional.of(provenance);
  }
}
