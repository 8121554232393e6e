package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.dicom.testkit.SmallArchive;

/// N-ACTION, N-EVENT-REPORT, N-GET and N-DELETE, from both sides.
@Timeout(20)
class NServicesTest {
  private static final String MPPS = "1.2.840.10008.3.1.2.3.3";
  private static final Dataset ATTRIBUTES =
      Dataset.builder().put(Tags.MODALITY, "CT").put(Tags.PATIENT_ID, "1").build();

  /// Keeps the events that it hears.
  private static final class Hearing implements EventReportService {
    final BlockingQueue<EventReport> reports = new LinkedBlockingQueue<>();

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(SmallArchive.COMMITMENT);
    }

    @Override
    public NResponse report(AssociationInfo association, EventReport report) {
      reports.add(report);
      return NResponse.of(Status.SUCCESS);
    }

    EventReport next() throws InterruptedException {
      return reports.poll(5, TimeUnit.SECONDS);
    }
  }

  /// One instance that can be read and deleted.
  private static final class One implements NGetService, DeleteService {
    final List<NGetRequest> asked = new CopyOnWriteArrayList<>();

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(MPPS);
    }

    @Override
    public NResponse attributes(NGetRequest request) {
      asked.add(request);
      var answer = Dataset.builder();
      request.attributes().forEach(tag -> ATTRIBUTES.get(tag).ifPresent(answer::put));
      return new NResponse(Status.SUCCESS, answer.build());
    }

    @Override
    public Status delete(NRequest request) {
      return request.sopInstanceUid().equals("1.2.3")
          ? Status.SUCCESS : Status.NO_SUCH_SOP_INSTANCE;
    }
  }

  private final Hearing hearing = new Hearing();
  private final SmallArchive archive = new SmallArchive();

  private static Dataset commitment(String... uids) {
    return Dataset.builder()
        .put(Tags.TRANSACTION_UID, "1.2.3.4")
        .putItems(
            Tags.REFERENCED_SOP_SEQUENCE,
            List.of(uids).stream()
                .map(
                    uid ->
                        Dataset.builder()
                            .put(Tags.REFERENCED_SOP_CLASS_UID, RawPeer.CT)
                            .put(Tags.REFERENCED_SOP_INSTANCE_UID, uid)
                            .build())
                .toList())
        .build();
  }

  @Test
  void isToldOfAnEventOnTheAssociationOfItsAction() throws Exception {
    archive.keep(new SmallArchive.Stored(RawPeer.CT, "1.1", "1.2.840.10008.1.2.1", Bytes.EMPTY));
    try (var server = TestServers.start(TestServers.settings(), archive);
        var association =
            Association.open(
                TestServers.client(server).propose(SmallArchive.COMMITMENT), hearing)) {
      NResponse accepted =
          association.act(
              SmallArchive.COMMITMENT,
              SmallArchive.COMMITMENT_INSTANCE,
              1,
              commitment("1.1", "1.2"));
      EventReport report = hearing.next();

      assertThat(accepted).isEqualTo(NResponse.of(Status.SUCCESS));
      assertThat(report)
          .returns(2, EventReport::eventTypeId)
          .returns(SmallArchive.COMMITMENT_INSTANCE, EventReport::sopInstanceUid);
      assertThat(report.information()).isEqualTo(archive.report(commitment("1.1", "1.2"))
          .information());
      TestServers.eventually(
          () -> archive.answersToReports.equals(List.of(NResponse.of(Status.SUCCESS))));
    }
  }

  @Test
  void isToldOfAnEventOnAnAssociationOfItsOwn() throws Exception {
    EventReport report = archive.report(commitment());
    try (var station = TestServers.start(TestServers.settings(), hearing);
        var association =
            Association.open(
                TestServers.client(station)
                    .propose(SmallArchive.COMMITMENT)
                    .withRole(SmallArchive.COMMITMENT, Role.NO, Role.YES))) {
      assertThat(association.report(report)).isEqualTo(NResponse.of(Status.SUCCESS));
    }
    assertThat(hearing.reports).containsExactly(report);
  }

  @Test
  void tellsNoEventsWithoutTheProvidersRole() throws IOException {
    try (var station = TestServers.start(TestServers.settings(), hearing);
        var association =
            Association.open(
                TestServers.client(station).propose(SmallArchive.COMMITMENT))) {
      assertThatThrownBy(() -> association.report(archive.report(commitment())))
          .isInstanceOf(NoContextException.class);
    }
  }

  @Test
  void saysThatAnAssociationEndedBeforeItsEvent() throws Exception {
    BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
    ActionService slow =
        new ActionService() {
          @Override
          public boolean serves(String sopClassUid) {
            return sopClassUid.equals(SmallArchive.COMMITMENT);
          }

          @Override
          public NResponse act(ActionRequest request, EventReports reports) {
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        Thread.sleep(300);
                        reports.report(archive.report(request.information()));
                      } catch (IOException | InterruptedException e) {
                        failures.add(e);
                      }
                    });
            return NResponse.of(Status.SUCCESS);
          }
        };
    try (var server = TestServers.start(TestServers.settings(), slow)) {
      try (var association =
          Association.open(TestServers.client(server).propose(SmallArchive.COMMITMENT))) {
        association.act(
            SmallArchive.COMMITMENT, SmallArchive.COMMITMENT_INSTANCE, 1, commitment());
      }

      assertThat(failures.poll(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void readsTheAttributesItNames() throws IOException {
    var one = new One();
    List<Tag> tags = List.of(Tags.MODALITY, Tags.STUDY_DATE);
    try (var server = TestServers.start(TestServers.settings(), one);
        var association = Association.open(TestServers.client(server).propose(MPPS))) {
      NResponse response = association.attributes(MPPS, "1.2.3", tags);

      assertThat(response)
          .isEqualTo(
              new NResponse(
                  Status.SUCCESS, Dataset.builder().put(Tags.MODALITY, "CT").build()));
    }
    assertThat(one.asked)
        .singleElement()
        .returns("1.2.3", NGetRequest::sopInstanceUid)
        .returns(tags, NGetRequest::attributes);
  }

  @Test
  void deletesAndIsToldWhatIsNotThere() throws IOException {
    try (var server = TestServers.start(TestServers.settings(), new One());
        var association = Association.open(TestServers.client(server).propose(MPPS))) {
      assertThat(association.delete(MPPS, "1.2.3")).isEqualTo(Status.SUCCESS);
      assertThat(association.delete(MPPS, "1.2.4")).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
    }
  }

  @Test
  void refusesAnActionAndAnEventWithoutType() throws IOException {
    Command action =
        Command.onInstance(Command.N_ACTION_RQ, 1, SmallArchive.COMMITMENT, "1.2");
    Command event =
        Command.request(
            Command.N_EVENT_REPORT_RQ, 1, SmallArchive.COMMITMENT, Command.Body.NONE);
    try (var server = TestServers.start(TestServers.settings(), archive, hearing)) {
      assertThat(RawOperation.on(server, SmallArchive.COMMITMENT, action, Bytes.EMPTY).status())
          .isEqualTo(Status.NO_SUCH_ACTION_TYPE);
      assertThat(RawOperation.on(server, SmallArchive.COMMITMENT, event, Bytes.EMPTY).status())
          .isEqualTo(Status.NO_SUCH_EVENT_TYPE);
    }
  }
}
