package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.exam.StepStatus;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.OrderOutcome.Placed;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.studies.LateOrders;
import vn.tia.records.studies.StudyLinks;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.testkit.ExampleOrders;

/// An emergency: the images come first, the order follows.
class LateOrdersTest {
  private static final String ACCESSION = "EMERGENCY-1";

  @TempDir private Path directory;

  @Test
  void linksTheStudyThatHasTheAccessionNumberOfANewOrder() throws Exception {
    try (var archive = open()) {
      store(archive, ACCESSION);

      var order = place(archive, ACCESSION);

      assertThat(imagingStudy(archive).getBasedOnFirstRep().getReference())
          .isEqualTo("ServiceRequest/" + order.fhirId());
      var step = archive.records().orders()
          .ofSteps(order.facilityId(), List.of(order.steps().getFirst().id()))
          .getFirst().steps().getFirst();
      assertThat(step.status()).isEqualTo(StepStatus.STARTED);
    }
  }

  @Test
  void leavesAStudyWithAnotherAccessionNumberAlone() throws Exception {
    try (var archive = open()) {
      store(archive, "ANOTHER");

      place(archive, ACCESSION);

      assertThat(imagingStudy(archive).getBasedOn()).isEmpty();
    }
  }

  private TestArchive open() throws Exception {
    var archive = TestArchive.open(directory);
    var records = archive.records();
    var facilities = new Facilities(records.database());
    records.orders().whenPlaced(new LateOrders(records.database(), facilities, records.orders(),
        new StudyLinks(facilities, records.patients(), records.orders())));
    return archive;
  }

  private static StoredOrder place(TestArchive archive, String accession) {
    var outcome = archive.records().orders().apply(archive.records().first().id(),
        ExampleOrders.headCt("P1").withAccession(accession).order());
    assertThat(outcome).isInstanceOf(Placed.class);
    return ((Placed) outcome).order();
  }

  private static void store(TestArchive archive, String accession) throws Exception {
    var sample = Samples.pydicom("MR_small.dcm");
    var uid = "1.2.3.4";
    var dataset = sample.dataset().toBuilder()
        .put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.ACCESSION_NUMBER, accession)
        .build();
    var bytes = DatasetWriter.toBytes(dataset, sample.syntax()).toArray();
    var outcome = archive.intake().store(
        new Incoming(archive.records().first().id(), "MR", sample.syntax().uid().value(),
            Optional.of(new Incoming.Announced(sample.instance().sopClassUid(), uid))),
        new ByteArrayInputStream(bytes));
    assertThat(outcome).isInstanceOf(StoreOutcome.Stored.class);
  }

  private static ImagingStudy imagingStudy(TestArchive archive) throws Exception {
    var records = archive.records();
    var projection = new StudyProjection(records.database(), new Facilities(records.database()),
        records.resources(),
        new StudyProjection.Addresses("http://localhost/dicom-web", Optional.empty()));
    while (records.count("study_projection") > 0) {
      projection.run();
      Thread.sleep(20);
    }
    var id = records.database().jdbc()
        .sql("SELECT fhir_id::text FROM study").query(String.class).single();
    return records.resources().read(new ResourceKey("ImagingStudy", id), archive.first())
        .orElseThrow().decode(ImagingStudy.class);
  }
}
