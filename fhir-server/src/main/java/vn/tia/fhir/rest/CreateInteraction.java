package vn.tia.fhir.rest;

import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.records.access.Access;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers create (R4 section 3.1.0.8): the server makes the id, whatever the body says.
record CreateInteraction(
    Resources resources, WriteRules rules, OrderWrites orders, ReportWrites reports) {

  StoredResource create(Resource resource, Access access) {
    if (resource instanceof ServiceRequest request) {
      return orders.create(request, access);
    }
    var facility = rules.facility(resource, access);
    if (resource instanceof DiagnosticReport report) {
      return reports.create(facility, report);
    }
    resource.setId(new IdType());
    return resources.put(facility, resource);
  }
}
