package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.reports.Reports;
import vn.tia.records.resources.StoredResource;

/// Keeps what was measured in a DICOM document as the document says it.
///
/// A report that was read from one may be amended by a person, as its lifecycle has it; a
/// measurement or a dose is what a device wrote, and is corrected by another document.
final class ReadFromDocument implements WriteRule {

  /// @throws MethodNotAllowedException (405) if such an Observation is there
  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    before.ifPresent(ReadFromDocument::refuse);
  }

  private static void refuse(StoredResource current) {
    if (current.type().equals("Observation")
        && Reports.ARCHIVE.equals(current.decode(Observation.class).getMeta().getSource())) {
      throw new MethodNotAllowedException(
          "this Observation was read from a DICOM document in the archive: "
              + "a corrected document corrects it", RequestTypeEnum.GET);
    }
  }
}
