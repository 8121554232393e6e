package vn.tia.fhir.config;

import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.Replacements;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.resources.Resources;
import vn.tia.records.studies.LateOrders;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.studies.StudyProjector;
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
      Database database, Facilities facilities, Patients patients, Resources resources) {
    return new Orders(
        database, facilities, patients, resources, OrderSettings.DEFAULT, Clock.systemUTC());
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
  StudySearch studySearch(Database database, Patients patients) {
    return new StudySearch(database, patients);
  }

  @Bean
  StudyRegistry studyRegistry(
      Database database, Facilities facilities, Patients patients, Orders orders) {
    var links = new StudyLinks(facilities, patients, orders);
    orders.whenPlaced(new LateOrders(database, facilities, orders, links));
    return new StudyRegistry(database, links);
  }

  @Bean
  StudyProjectorStart studyProjectorStart(
      TiaSettings settings, Database database, Facilities facilities, Resources resources) {
    return new StudyProjectorStart(settings, database, facilities, resources);
  }

  /// Starts to make ImagingStudies once the HTTP port is known: they say where their images are.
  static final class StudyProjectorStart implements AutoCloseable {
    private final TiaSettings settings;
    private final Database database;
    private final Facilities facilities;
    private final Resources resources;
    private Optional<StudyProjector> projector = Optional.empty();

    StudyProjectorStart(
        TiaSettings settings, Database database, Facilities facilities, Resources resources) {
      this.settings = settings;
      this.database = database;
      this.facilities = facilities;
      this.resources = resources;
    }

    @EventListener
    void start(WebServerInitializedEvent event) {
      var base = settings.baseUrl(event.getWebServer().getPort());
      var projection =
          new StudyProjection(database, facilities, resources, base + "/dicom-web");
      projection.writeEndpoints();
      projector = Optional.of(StudyProjector.start(projection));
    }

    @Override
    public void close() throws InterruptedException {
      if (projector.isPresent()) {
        projector.get().close();
      }
    }
  }
}
