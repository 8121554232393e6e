package vn.tia.dicom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.net.ActionRequest;
import vn.tia.dicom.net.ActionService;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.EventReport;
import vn.tia.dicom.net.EventReports;
import vn.tia.dicom.net.FindRequest;
import vn.tia.dicom.net.FindResponses;
import vn.tia.dicom.net.FindService;
import vn.tia.dicom.net.GetService;
import vn.tia.dicom.net.MoveService;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.RetrieveRequest;
import vn.tia.dicom.net.SentInstance;
import vn.tia.dicom.net.SentInstances;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.pdu.UserInformation.Role;

/// An archive in memory: what is stored can be found, got, moved and committed.
public final class SmallArchive
    implements StoreService, FindService, GetService, MoveService, ActionService {
  public static final String FIND = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  public static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();
  public static final String MOVE = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE.value();
  public static final String COMMITMENT = Uids.STORAGE_COMMITMENT_PUSH_MODEL.value();

  /// What the instances of a storage commitment are called (PS3.4 section J.3.5).
  public static final String COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1";

  private static final List<String> SYNTAXES =
      List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.4.50");

  public final Map<String, Stored> instances = new ConcurrentSkipListMap<>();
  public final Map<String, ClientSettings> destinations = new ConcurrentHashMap<>();
  public final List<NResponse> answersToReports = new CopyOnWriteArrayList<>();
  public final AtomicInteger opened = new AtomicInteger();

  /// One instance and its bytes.
  public record Stored(String sopClassUid, String sopInstanceUid, String syntax, Bytes bytes) {
    public Dataset dataset() {
      try {
        return new DatasetReader(bytes.stream(), TransferSyntax.of(new Uid(syntax))).read();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public boolean serves(String sopClassUid) {
    return List.of(FIND, GET, MOVE, COMMITMENT).contains(sopClassUid) || isStorage(sopClassUid);
  }

  private static boolean isStorage(String sopClassUid) {
    return sopClassUid.startsWith("1.2.840.10008.5.1.4.1.1.");
  }

  @Override
  public List<String> transferSyntaxes() {
    return SYNTAXES;
  }

  @Override
  public List<String> sends(String sopClassUid) {
    return isStorage(sopClassUid) ? SYNTAXES : List.of();
  }

  @Override
  public Status store(StoreRequest request, InputStream dataset) throws IOException {
    keep(
        new Stored(
            request.sopClassUid(),
            request.sopInstanceUid(),
            request.transferSyntaxUid(),
            Bytes.wrap(dataset.readAllBytes())));
    return Status.SUCCESS;
  }

  public SmallArchive keep(Stored stored) {
    instances.put(stored.sopInstanceUid(), stored);
    return this;
  }

  private Stream<Stored> matching(Dataset identifier) {
    return instances.values().stream()
        .filter(
            stored ->
                Stream.of(
                        Tags.STUDY_INSTANCE_UID,
                        Tags.SERIES_INSTANCE_UID,
                        Tags.SOP_INSTANCE_UID)
                    .allMatch(tag -> matches(identifier, stored.dataset(), tag)));
  }

  private static boolean matches(Dataset identifier, Dataset stored, Tag tag) {
    List<String> wanted = identifier.strings(tag);
    return wanted.isEmpty() || stored.string(tag).filter(wanted::contains).isPresent();
  }

  @Override
  public Status find(FindRequest request, FindResponses out) {
    matching(request.identifier())
        .map(Stored::dataset)
        .map(dataset -> answer(request.identifier(), dataset))
        .distinct()
        .takeWhile(out::pending)
        .count();
    return Status.SUCCESS;
  }

  private static Dataset answer(Dataset identifier, Dataset dataset) {
    var answer = Dataset.builder();
    identifier.elements().forEach(
        key -> {
          if (key.tag().equals(Tags.QUERY_RETRIEVE_LEVEL)) {
            answer.put(key);
          } else {
            dataset.get(key.tag()).ifPresentOrElse(answer::put, () -> answer.putEmpty(key.tag()));
          }
        });
    return answer.build();
  }

  @Override
  public GetService.Answer get(RetrieveRequest request) {
    return new GetService.Answer.Sending(sent(request));
  }

  @Override
  public MoveService.Answer move(RetrieveRequest request, String destinationAe) {
    return Optional.ofNullable(destinations.get(destinationAe))
        .<MoveService.Answer>map(to -> new MoveService.Answer.Sending(to, sent(request)))
        .orElseGet(() -> new MoveService.Answer.Refused(Status.MOVE_DESTINATION_UNKNOWN));
  }

  private SentInstances sent(RetrieveRequest request) {
    return SentInstances.of(matching(request.identifier()).map(this::sent).toList());
  }

  private SentInstance sent(Stored stored) {
    return new SentInstance(
        stored.sopClassUid(),
        stored.sopInstanceUid(),
        List.of(stored.syntax()),
        _ -> {
          opened.incrementAndGet();
          return stored.bytes().stream();
        });
  }

  /// Storage commitment: what is here is committed at once, and told on the same association, or on
  /// another one where that has ended.
  @Override
  public NResponse act(ActionRequest request, EventReports reports) {
    EventReport report = report(request.information());
    Thread.ofVirtual()
        .start(() -> tell(request.association().callingAe(), report, reports));
    return NResponse.of(Status.SUCCESS);
  }

  private void tell(String ae, EventReport report, EventReports reports) {
    try {
      answersToReports.add(reports.report(report));
    } catch (IOException ended) {
      tellAnew(ae, report);
    }
  }

  private void tellAnew(String ae, EventReport report) {
    ClientSettings station = destinations.get(ae);
    if (station == null) {
      return;
    }
    ClientSettings settings =
        station.withProposals(List.of())
            .propose(COMMITMENT)
            .withRole(COMMITMENT, Role.NO, Role.YES);
    try (Association association = Association.open(settings)) {
      answersToReports.add(association.report(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public EventReport report(Dataset asked) {
    List<Dataset> all = asked.items(Tags.REFERENCED_SOP_SEQUENCE);
    List<Dataset> failed =
        all.stream()
            .filter(i -> !isHere(i))
            .map(i -> i.toBuilder().put(Tags.FAILURE_REASON, 0x0112).build())
            .toList();
    var information =
        Dataset.builder()
            .put(Tags.TRANSACTION_UID, asked.string(Tags.TRANSACTION_UID).orElseThrow())
            .putItems(
                Tags.REFERENCED_SOP_SEQUENCE, all.stream().filter(this::isHere).toList());
    if (!failed.isEmpty()) {
      information.putItems(Tags.FAILED_SOP_SEQUENCE, failed);
    }
    return new EventReport(
        COMMITMENT, COMMITMENT_INSTANCE, failed.isEmpty() ? 1 : 2, information.build());
  }

  private boolean isHere(Dataset item) {
    return instances.containsKey(item.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElse(""));
  }
}
