package vn.tia.fhir.config;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import vn.tia.fhir.admin.QuarantineController;
import vn.tia.fhir.viewer.ImageDisplayController;
import vn.tia.fhir.viewer.ViewerFiles;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxWorker;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.Replacements;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.reports.SignedReports;
import vn.tia.records.resources.Resources;
import vn.tia.records.rounds.Rounds;
import vn.tia.records.studies.LateOrders;
import vn.tia.records.studies.Quarantine;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.studies.StudyProjection.Addresses;
import vn.tia.records.studies.StudyRegistry;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.worklist.Worklist;

/// What an exam leaves in the records: patients, orders, steps, studies.
@Configuration(proxyBeanMethods = false)
class ExamConfiguration {
  @Bean
  Patients patients(Database database, Facilities facilities, Resources resources) {
    return new Patients(database, facilities, resources);
  }

  @Bean
  Orders orders(
      Database database,
      Facilities facilities,
      Patients patients,
      Resources resources,
      TiaSettings settings) {
    return new Orders(
        database,
        facilities,
        patients,
        resources,
        settings.orderSettings(),
        Clock.systemUTC());
  }

  @Bean
  PatientMerges patientMerges(
      Database database,
      Facilities facilities,
      Patients patients,
      Orders orders,
      Resources resources) {
    var replacements = new Replacements(database, facilities, patients);
    return new PatientMerges(database, patients, replacements, orders, resources);
  }

  @Bean
  Worklist worklist(Database database, Facilities facilities, Patients patients) {
    return new Worklist(database, facilities, patients);
  }

  @Bean
  PerformedSteps performedSteps(Database database, Orders orders) {
    return new PerformedSteps(database, orders);
  }

  @Bean
  Studies studies(Database database) {
    return new Studies(database);
  }

  @Bean
  QuarantineController quarantineController(Database database, Audit audit, AccessRule rule) {
    return new QuarantineController(new Quarantine(database, audit), rule.http());
  }

  @Bean
  StudySearch studySearch(Database database, Patients patients) {
    return new StudySearch(database, patients);
  }

  @Bean
  StudyLinks studyLinks(Facilities facilities, Patients patients, Orders orders) {
    return new StudyLinks(facilities, patients, orders);
  }

  @Bean
  LateOrders lateOrders(
      Database database, Facilities facilities, Orders orders, StudyLinks links) {
    var late = new LateOrders(database, facilities, orders, links);
    orders.whenPlaced(late);
    return late;
  }

  @Bean
  StudyRegistry studyRegistry(Database database, StudyLinks links) {
    return new StudyRegistry(database, links);
  }

  @Bean
  OutboxWorker signedReports(
      Database database, Outbox outbox, Resources resources, Orders orders) {
    return OutboxWorker.start(
        database, outbox, new SignedReports(resources, orders).consumer());
  }

  @Bean
  StudyProjectorStart studyProjectorStart(TiaSettings settings, Database database,
      Facilities facilities, Resources resources, ViewerFiles viewer) {
    return new StudyProjectorStart(base -> new StudyProjection(database, facilities, resources,
        new Addresses(base + "/dicom-web",
            Optional.of(base + ImageDisplayController.PATH).filter(_ -> viewer.arePresent()))),
        settings);
  }

  /// Starts to make ImagingStudies once the HTTP port is known: they say where their images are.
  static final class StudyProjectorStart implements AutoCloseable {
    private final Function<String, StudyProjection> projectionUnder;
    private final TiaSettings settings;
    private Optional<Rounds> projector = Optional.empty();

    /// @param projectionUnder makes the projection for the address under which others reach HTTP
    StudyProjectorStart(
        Function<String, StudyProjection> projectionUnder, TiaSettings settings) {
      this.projectionUnder = projectionUnder;
      this.settings = settings;
    }

    @EventListener
    void start(WebServerInitializedEvent event) {
      var projection =
          projectionUnder.apply(settings.baseUrl(event.getWebServer().getPort()));
      projection.writeEndpoints();
      projector = Optional.of(projection.start());
    }

    @Override
    public void close() {
      projector.ifPresent(Rounds::close);
    }
  }
}
