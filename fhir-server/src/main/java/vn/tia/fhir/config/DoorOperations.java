package vn.tia.fhir.config;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationLimits;
import vn.tia.fhir.operations.Operations;
import vn.tia.fhir.operations.export.ExportFileOperation;
import vn.tia.fhir.operations.export.ExportOperation.ExportParts;
import vn.tia.fhir.operations.export.ExportOperation;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.export.ExportStatusOperation;
import vn.tia.fhir.operations.export.ExportWorker;
import vn.tia.fhir.operations.export.TypeFilters;
import vn.tia.fhir.operations.index.ReindexOperation;
import vn.tia.fhir.operations.patients.CompartmentParts;
import vn.tia.fhir.operations.patients.EverythingOperation;
import vn.tia.fhir.operations.patients.MatchOperation;
import vn.tia.fhir.operations.patients.MergeOperation;
import vn.tia.fhir.operations.terms.TermsOperations;
import vn.tia.fhir.operations.validate.MetaOperation;
import vn.tia.fhir.operations.validate.ValidateOperation;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.operations.validate.WriteValidation;
import vn.tia.fhir.profiles.PackageFiles;
import vn.tia.fhir.profiles.R4Definitions;
import vn.tia.fhir.profiles.ResourceValidation;
import vn.tia.fhir.rest.Compartment;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.rest.SearchDefinitions;
import vn.tia.fhir.terminology.FirstTerms;
import vn.tia.fhir.terminology.ShippedTerms;
import vn.tia.fhir.terminology.StoredTerms;
import vn.tia.fhir.terminology.Terminology;
import vn.tia.fhir.terminology.TermsLimits;
import vn.tia.fhir.terminology.TermsSource;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.exports.ExportJobs;
import vn.tia.records.exports.ExportPages;
import vn.tia.records.exports.ExportRequest.About;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.patients.Replacements;
import vn.tia.records.resources.CanonicalResources;
import vn.tia.records.resources.ResourceMeta;

/// The operations of the FHIR door, put together on its records.
public final class DoorOperations {
  private DoorOperations() {}

  /// What is known of codes without packages.
  public static Terminology terminology(FhirDoor.Records records) {
    return new Terminology(terms(records, new PackageFiles(List.of()),
        new R4Definitions(FhirJson.context())), TermsLimits.DEFAULT);
  }

  // What was stored goes before packages, these before what is shipped, and R4 comes last.
  private static TermsSource terms(
      FhirDoor.Records records, PackageFiles packages, R4Definitions r4) {
    return new FirstTerms(List.of(
        new StoredTerms(new CanonicalResources(records.database()), records.resources()),
        packages, new ShippedTerms(), r4));
  }

  /// What operations stand on beside the door and its records.
  public record Parts(Terminology terminology, ResourceValidation validation,
      Map<String, Mode> validationOnWrite, ExportParts exports) {}

  /// The parts of a door, its export worker running; whoever calls closes that.
  public static Parts parts(FhirDoor.Records records, List<Path> packages,
      Map<String, Mode> validationOnWrite, ExportSettings exports) {
    var files = new PackageFiles(packages);
    var canonicals = new CanonicalResources(records.database());
    var r4 = new R4Definitions(FhirJson.context());
    var terms = terms(records, files, r4);
    return new Parts(new Terminology(terms, TermsLimits.DEFAULT),
        new ResourceValidation(r4, files, canonicals, terms),
        validationOnWrite, exports(records, exports));
  }

  /// All operations of a door.
  public static Operations of(FhirDoor door, FhirDoor.Records records, Parts parts) {
    return of(door, records, parts, List.of());
  }

  /// All operations of a door, and some more.
  public static Operations of(FhirDoor door, FhirDoor.Records records, Parts parts,
      List<Operation> more) {
    var operations = new ArrayList<>(more);
    operations.addAll(
        TermsOperations.of(parts.terminology(), records.resources(), TermsLimits.DEFAULT));
    operations.addAll(patients(records));
    operations.addAll(compartments(door, records));
    Stream.of(About.values()).map(about -> new ExportOperation(about, parts.exports()))
        .forEach(operations::add);
    operations.add(new ExportStatusOperation(parts.exports()));
    operations.add(new ExportFileOperation(parts.exports()));
    operations.add(new ValidateOperation(parts.validation(), records.resources()));
    Stream.of(ReindexOperation.Kind.values())
        .map(kind -> new ReindexOperation(
            kind, door::reindex, door::reindexing, door::awaited))
        .forEach(operations::add);
    Stream.of(MetaOperation.Kind.values())
        .map(kind -> new MetaOperation(kind, records.resources(),
            new ResourceMeta(records.database()), door.servlet()::change))
        .forEach(operations::add);
    return new Operations(operations, new ShippedTerms(),
        List.of(new WriteValidation(parts.validation(), parts.validationOnWrite())),
        new Operations.Caller(records.access(), records.audit()));
  }

  private static ExportParts exports(FhirDoor.Records records, ExportSettings settings) {
    var jobs = new ExportJobs(records.database(), Clock.systemUTC());
    var zone = FhirRestSettings.DEFAULT.zone();
    var definitions = new SearchDefinitions(FhirJson.context(), records.database(), zone);
    var filters = new TypeFilters(
        () -> definitions.language(FhirRestSettings.DEFAULT.search()));
    var worker = ExportWorker.start(
        new ExportWorker.Sources(jobs, new ExportPages(records.database()), filters), settings,
        Clock.systemUTC());
    return new ExportParts(jobs, records.resources(), worker, settings,
        Compartment.of("Patient", FhirJson.context()), zone, filters);
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
