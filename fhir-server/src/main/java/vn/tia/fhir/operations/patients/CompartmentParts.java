package vn.tia.fhir.operations.patients;

import java.time.ZoneId;
import vn.tia.fhir.operations.OperationLimits;
import vn.tia.fhir.rest.query.PageLinks;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.records.resources.Resources;

/// What operations on compartments stand on.
///
/// @param settling waits until the index has what was written before
/// @param zone of dates without an offset
public record CompartmentParts(Resources resources, SearchIndex index, Runnable settling,
    PageLinks links, ZoneId zone, OperationLimits limits) {

  void settle() {
    settling.run();
  }
}
