package vn.tia.fhir.config;

import java.util.List;
import vn.tia.fhir.operations.Operations;
import vn.tia.fhir.operations.terms.TermsOperations;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.terminology.FirstTerms;
import vn.tia.fhir.terminology.ShippedTerms;
import vn.tia.fhir.terminology.StoredTerms;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.records.resources.CanonicalResources;

/// The operations of the FHIR door, put together on its records.
public final class DoorOperations {
  private DoorOperations() {}

  /// What is known of codes: what was stored goes before what is shipped.
  public static Terminology terminology(FhirDoor.Records records) {
    return new Terminology(new FirstTerms(List.of(
        new StoredTerms(new CanonicalResources(records.database()), records.resources()),
        new ShippedTerms())), TermsLimits.DEFAULT);
  }

  public static Operations of(FhirDoor.Records records, Terminology terminology) {
    return new Operations(
        TermsOperations.of(terminology, records.resources(), TermsLimits.DEFAULT),
        new ShippedTerms(), records.access(), records.audit());
  }
}
