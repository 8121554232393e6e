package vn.tia.bridge.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import vn.tia.bridge.objects.FileObjectStore;
import vn.tia.bridge.objects.FileObjectStoreSettings;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.query.QueryService;
import vn.tia.bridge.query.QuerySettings;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.RecordedDamage;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.CStoreService;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.Registrar;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.records.access.Access;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.CallingAe;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.Scrub;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyRegistry;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.testkit.TestRecords;

/// An archive on a fresh database and an empty directory: `CT1` stores for the first hospital,
/// `MR2` for the second, `READER` may
/// only ask, `VIEWER` also retrieve.
public record TestArchive(TestRecords records, StudyRegistry registry, ObjectStore objects,
    Registrar registrar,
    InstanceIntake intake, AccessRule access, AssociationServer server) implements AutoCloseable {

  public static TestArchive open(Path directory) throws IOException {
    return open(directory, StorageClasses.REGISTERED_AND_UNKNOWN);
  }

  public static TestArchive open(Path directory, StorageClasses classes) throws IOException {
    var records = TestRecords.fresh();
    var facilities = new Facilities(records.database());
    var objects = new FileObjectStore(
        new FileObjectStoreSettings(directory, 1 << 30, 0), InstantSource.system());
    var registry = new StudyRegistry(
        records.database(), new StudyLinks(facilities, records.patients(), records.orders()));
    var registrar = Registrar.start(registry);
    var intake = new InstanceIntake(objects, registrar, ReadLimits.DEFAULT);
    var access = AccessRule.of(facilities, List.of(
        settings(records.first(), "CT1", "READER:query",
            "VIEWER:query+retrieve"), settings(records.second(), "MR2")));
    var service = new CStoreService(intake, access, new Audit(records.database()), classes);
    var server = AssociationServer.start(
        ServerSettings.onLoopback(0, "TIA"), AssociationPolicy.anyone(), List.of(service,
            new QueryService(access, new StudySearch(records.database(), records.patients()),
                new Audit(records.database()), QuerySettings.DEFAULT)));
    return new TestArchive(records, registry, objects, registrar, intake, access, server);
  }

  public Studies studies() {
    return new Studies(records.database());
  }

  /// What retrieves by DICOMweb, for a caller.
  public WadoParts wado(Path directory, CallerAccess access) throws IOException {
    return new WadoParts(studies(),
        new InstanceSelection(records.database(), records.patients()), checked(),
        new Spool(directory.resolve("spool")), access);
  }

  public CheckedObjects checked() {
    return new CheckedObjects(objects,
        new RecordedDamage(new Scrub(records.database()), new Audit(records.database())));
  }

  public StudySearch search() {
    return new StudySearch(records.database(), records.patients());
  }

  public Access first() {
    return Access.to(records.first().id());
  }

  public Access second() {
    return Access.to(records.second().id());
  }

  public int port() {
    return server.port();
  }

  /// Stores samples as `CT1`.
  public void store(Samples.Sample... samples) throws IOException {
    for (var sample : samples) {
      var instance = sample.instance();
      try (var association = Association.open(ClientSettings.toLoopback(port(), "CT1", "TIA")
          .propose(instance.sopClassUid(), List.of(instance.transferSyntaxUid())))) {
        var status = association.store(instance, new ByteArrayInputStream(sample.bytes()));
        if (!status.isSuccess() && !status.isWarning()) {
          throw new IllegalStateException("not stored: " + status);
        }
      }
    }
  }

  private static FacilitySettings settings(Facility facility, String... callingAes) {
    return new FacilitySettings(facility.code(), facility.name(), facility.namespace(),
        facility.system(), facility.zone(),
        List.of(callingAes).stream().map(CallingAe::of).toList(), List.of());
  }

  @Override
  public void close() throws Exception {
    server.close();
    registrar.close();
    objects.close();
    records.close();
  }
}
