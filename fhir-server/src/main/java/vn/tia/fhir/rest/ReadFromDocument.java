package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import org.hl7.fhir.r4.model.Observation;
import vn.tia.records.reports.Reports;
import vn.tia.records.resources.StoredResource;

/// Keeps what was measured in a DICOM document as the document says it.
///
/// A report that was read from one may be amended by a person, as its lifecycle has it; a
/// measurement or a dose is what a device wrote, and is corrected by another document.
final class ReadFromDocument {
  private ReadFromDocument() {}

  /// @throws MethodNotAllowedException (405) if the resource is such an Observation
  static void refuse(StoredResource current) {
    if (current.type().equals("Observation") && !current.deleted()
        && Reports.ARCHIVE.equals(current.decode(Observation.class).getMeta().getSource())) {
      throw new MethodNotAllowedException(
          "this Observation was read from a DICOM document in the archive: "
              + "a corrected document corrects it", RequestTypeEnum.GET);
    }
  }
}
