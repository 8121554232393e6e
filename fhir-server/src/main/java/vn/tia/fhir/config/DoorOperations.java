package vn.tia.fhir.config;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationLimits;
import vn.tia.fhir.operations.Operations;
import vn.tia.fhir.operations.export.ExportFileOperation;
import vn.tia.fhir.operations.export.ExportOperation;
import vn.tia.fhir.operations.export.ExportOperation.ExportParts;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.export.ExportStatusOperation;
import vn.tia.fhir.operations.export.ExportWorker;
import vn.tia.fhir.operations.patients.Compartment;
import vn.tia.fhir.operations.patients.CompartmentParts;
import vn.tia.fhir.operations.patients.EverythingOperation;
import vn.tia.fhir.operations.patients.MatchOperation;
import vn.tia.fhir.operations.patients.MergeOperation;
import vn.tia.fhir.operations.terms.TermsOperations;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.terminology.FirstTerms;
import vn.tia.fhir.terminology.ShippedTerms;
import vn.tia.fhir.terminology.StoredTerms;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.exports.ExportJobs;
import vn.tia.records.exports.ExportPages;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.patients.Replacements;
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

  /// All operations of a door.
  public static Operations of(
      FhirDoor door, FhirDoor.Records records, Terminology terminology, ExportParts exports) {
    var operations = new ArrayList<Operation>();
    operations.addAll(
        TermsOperations.of(terminology, records.resources(), TermsLimits.DEFAULT));
    operations.addAll(patients(records));
    operations.addAll(compartments(door, records));
    Stream.of(About.values()).map(about -> new ExportOperation(about, exports))
        .forEach(operations::add);
    operations.add(new ExportStatusOperation(exports));
    operations.add(new ExportFileOperation(exports));
    return new Operations(
        operations, new ShippedTerms(), records.access(), records.audit());
  }

  /// What exports stand on, their worker running; whoever calls closes it.
  public static ExportParts exports(FhirDoor.Records records, ExportSettings settings) {
    var jobs = new ExportJobs(records.database(), Clock.systemUTC());
    var worker = ExportWorker.start(
        jobs, new ExportPages(records.database()), settings, Clock.systemUTC());
    return new ExportParts(jobs, records.resources(), worker, settings,
        Compartment.of("Patient", FhirJson.context()), FhirRestSettings.DEFAULT.zone());
  }

  private static List<Operation> patients(FhirDoor.Records records) {
    var merges = new PatientMerges(records.database(), records.patients(),
        new Replacements(records.database(), records.facilities(), records.patients()),
        records.orders(), records.resources());
    return List.of(
        new MatchOperation(records.patients(), records.resources()),
        new MergeOperation(records.database(), records.patients(), merges, records.resources()));
  }

  private static List<Operation> compartments(FhirDoor door, FhirDoor.Records records) {
    var parts = new CompartmentParts(records.resources(), door.index(), door::settle,
        door.links(), FhirRestSettings.DEFAULT.zone(), OperationLimits.DEFAULT);
    return Stream.of("Patient", "Encounter")
        .map(name -> Compartment.of(name, FhirJson.context()))
        .<Operation>map(one -> new EverythingOperation(one, parts))
        .toList();
  }
}
