package vn.tia.fhir.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.commit.CommitmentChannel;
import vn.tia.bridge.commit.CommitmentService;
import vn.tia.bridge.commit.OpenRequests;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.Studies;

/// Storage commitment: its service, and the channel of its reports.
@Configuration(proxyBeanMethods = false)
class CommitmentConfiguration {
  @Bean
  OpenRequests openRequests() {
    return new OpenRequests();
  }

  @Bean
  CommitmentService commitmentService(AccessRule rule, Database database, Deliveries deliveries,
      OpenRequests open, Audit audit) {
    return new CommitmentService(
        rule, new CommitmentService.Queue(database, deliveries), open, audit);
  }

  @Bean
  CommitmentChannel commitmentChannel(CommitmentChannel.Archive archive, OpenRequests open,
      RetrieveSettings retrieve, Audit audit) {
    return new CommitmentChannel(archive, open, retrieve, audit);
  }

  @Bean
  CommitmentChannel.Archive committedArchive(
      Studies studies, CheckedObjects objects, Facilities facilities) {
    return new CommitmentChannel.Archive(studies, objects, facilities);
  }
}
