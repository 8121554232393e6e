package vn.tia.fhir.rest;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.resources.StoredResource;

/// A rule that a resource keeps to be written, asked in the transaction that writes it.
@FunctionalInterface
public interface WriteRule {

  /// Returns where the write may go on, perhaps having filled in what the client left to us.
  ///
  /// @param before the version that is there now, kept from others; empty where there is none
  /// @throws ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException (422) if it may not
  void check(int facilityId, Resource resource, Optional<StoredResource> before);

  /// What its writer is to be told of a resource that was written all the same.
  default List<OperationOutcomeIssueComponent> remarks(StoredResource written) {
    return List.of();
  }
}
