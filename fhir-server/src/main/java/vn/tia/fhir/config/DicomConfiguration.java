package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.documents.DocumentProjection;
import vn.tia.bridge.mpps.MppsService;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.query.QueryService;
import vn.tia.bridge.query.QuerySettings;
import vn.tia.bridge.remote.RemoteBringing;
import vn.tia.bridge.remote.RemoteMatches;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.retrieve.CGetService;
import vn.tia.bridge.retrieve.CMoveService;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.InstanceRetrieval;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.RecordedDamage;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.CStoreService;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.OrphanSweeper;
import vn.tia.bridge.store.Registrar;
import vn.tia.bridge.store.Scrubber;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.worklist.WorklistFilters;
import vn.tia.bridge.worklist.WorklistService;
import vn.tia.bridge.worklist.WorklistSettings;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.net.AssociationListener;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NetworkLimits;
import vn.tia.dicom.net.Rejection;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Tls;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.mapping.dicom.sr.SrLimits;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.patients.Patients;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.reports.Doses;
import vn.tia.records.reports.Reports;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.Scrub;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyRegistry;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.studies.SweepMark;
import vn.tia.records.worklist.Worklist;

/// The DICOM door: the object store, who may call, and what is served.
@Configuration(proxyBeanMethods = false)
class DicomConfiguration {
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);
  private static final Duration SCRUB_EVERY = Duration.ofMinutes(1);
  /// Between two rounds over all objects, so that a small archive isn't read all day.
  private static final Duration SCRUB_ROUND_PAUSE = Duration.ofDays(1);

  @Bean
  ObjectStore objectStore(TiaSettings settings) throws IOException {
    return settings.objects().open(settings.data(), Clock.systemUTC());
  }

  @Bean
  Registrar registrar(StudyRegistry registry) {
    return Registrar.start(registry);
  }

  @Bean
  InstanceIntake instanceIntake(ObjectStore objects, Registrar registrar) {
    return new InstanceIntake(objects, registrar, ReadLimits.DEFAULT);
  }

  @Bean
  CStoreService storeService(
      InstanceIntake intake, AccessRule rule, Audit audit, TiaSettings settings) {
    return new CStoreService(intake, rule, audit, settings.dicom().storageClasses());
  }

  @Bean
  WorklistService worklistService(
      AccessRule rule, Worklist worklist, Audit audit, TiaSettings settings) {
    var worklistSettings =
        new WorklistSettings(
            WorklistSettings.DEFAULT.matchesMax(), settings.dicom().stations(),
            new WorklistFilters(settings.dicom().worklistFilters()));
    return new WorklistService(rule, worklist, audit, worklistSettings);
  }

  @Bean
  QueryService queryService(AccessRule rule, StudySearch search, Audit audit,
      TiaSettings settings, RemoteStudies remotes) {
    return new QueryService(rule, search, audit,
        QuerySettings.DEFAULT.withMatchesMax(settings.dicom().matchesMax())
            .with(settings.dicom().stations()))
        .with(new RemoteMatches(remotes));
  }

  @Bean
  RetrieveSettings retrieveSettings(TiaSettings settings, SslBundles bundles) {
    var destinations = settings.dicom().destinations().stream()
        .map(node -> node.toDestination(name -> bundles.getBundle(name).createSslContext()))
        .toList();
    return new RetrieveSettings(destinations, RetrieveSettings.INSTANCES_MAX);
  }

  @Bean
  CheckedObjects checkedObjects(ObjectStore objects, Scrub scrub, Audit audit) {
    return new CheckedObjects(objects, new RecordedDamage(scrub, audit));
  }

  @Bean
  InstanceRetrieval instanceRetrieval(AccessRule rule, InstanceSelection selection,
      OutgoingInstances outgoing, Audit audit, RetrieveSettings retrieve,
      RemoteStudies remotes) {
    var retrieval = new InstanceRetrieval(rule, selection, outgoing, audit, retrieve);
    retrieval.bringBy(new RemoteBringing(remotes));
    return retrieval;
  }

  @Bean
  InstanceSelection instanceSelection(Database database, Patients patients) {
    return new InstanceSelection(database, patients);
  }

  @Bean
  OutgoingInstances outgoingInstances(CheckedObjects objects, TiaSettings settings)
      throws IOException {
    return new OutgoingInstances(objects, new Spool(settings.data().resolve("outgoing")));
  }

  @Bean
  CMoveService moveService(InstanceRetrieval retrieval) {
    return new CMoveService(retrieval);
  }

  @Bean
  CGetService getService(InstanceRetrieval retrieval) {
    return new CGetService(retrieval, StorageClasses.REGISTERED_AND_UNKNOWN);
  }

  @Bean
  MppsService mppsService(AccessRule rule, PerformedSteps steps, Audit audit) {
    return new MppsService(rule, steps, audit);
  }

  @Bean
  OrphanSweeper orphanSweeper(ObjectStore objects, Studies studies, Database database) {
    return new OrphanSweeper(objects, studies, new SweepMark(database), Clock.systemUTC());
  }

  /// The first hour belongs to the start.
  @Bean
  Rounds orphanSweep(OrphanSweeper sweeper) {
    return Rounds.start("orphan-sweep", SWEEP_EVERY, SWEEP_EVERY, () -> {
      sweeper.run();
      return SWEEP_EVERY;
    });
  }

  /// Structured reports become resources a moment after they are stored.
  @Bean
  Rounds documentProjection(DocumentProjection.Records records, CheckedObjects objects) {
    return new DocumentProjection(records, objects, SrLimits.DEFAULT).start();
  }

  @Bean
  DocumentProjection.Records documentRecords(
      Database database,
      Facilities facilities,
      FhirDoor.Records records,
      Audit audit) {
    var reports = new Reports(database, facilities,
        new Reports.Parts(records.patients(), records.orders(), records.resources()));
    return new DocumentProjection.Records(database, facilities, reports,
        new Doses(database, facilities, records.resources()), audit);
  }

  @Bean
  Scrub scrub(Database database) {
    return new Scrub(database);
  }

  /// Reads the stored objects again at a steady pace.
  @Bean
  Rounds steadyScrub(CheckedObjects objects, Scrub scrub, TiaSettings settings) {
    var bytes = settings.scrubPerSecond().toBytes() * SCRUB_EVERY.toSeconds();
    var scrubber = new Scrubber(objects, scrub);
    return bytes == 0
        ? Rounds.none()
        : Rounds.start("scrub", SCRUB_EVERY, SCRUB_EVERY,
            () -> scrubber.run(bytes) ? SCRUB_EVERY : SCRUB_ROUND_PAUSE);
  }

  @Bean
  AssociationServer associationServer(
      TiaSettings settings,
      AccessRule rule,
      List<DimseService> services,
      Audit audit,
      SslBundles bundles)
      throws IOException {
    return AssociationServer.start(
        server(settings.dicom(), bundles), knownCallers(rule), services, audited(audit));
  }

  static ServerSettings server(TiaSettings.Dicom dicom, SslBundles bundles) {
    var server =
        ServerSettings.onLoopback(dicom.port(), dicom.aeTitle())
            .withAddress(new InetSocketAddress(dicom.address(), dicom.port()))
            .withLimits(NetworkLimits.DEFAULT.withAssociationsMax(dicom.associationsMax()));
    if (dicom.tlsBundle().isBlank()) {
      return server;
    }
    var context = bundles.getBundle(dicom.tlsBundle()).createSslContext();
    return server.withTls(new Tls(context, dicom.tlsPeerCertificate()));
  }

  private static AssociationPolicy knownCallers(AccessRule rule) {
    return (request, remote) ->
        rule.dicom(request.callingAe(), remote.getAddress()).isPresent()
            ? Optional.empty()
            : Optional.of(Rejection.CALLING_AE_NOT_RECOGNIZED);
  }

  private static AssociationListener audited(Audit audit) {
    return (remote, why) ->
        audit.record(
            new AuditRecord(
                OptionalInt.empty(), "DICOM", remote.toString(), "A-ASSOCIATE", "", why));
  }
}
