package vn.tia.bridge.remote;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import vn.tia.bridge.query.Level;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.store.TransferSyntaxes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NetworkTimeouts;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.pdu.UserInformation.Role;

/// An archive that is asked by C-FIND and gives by C-GET, so that it needs to know no address of
/// ours.
public final class DimseArchive implements RemoteArchive {

  private static final String PATIENT_FIND =
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String FIND =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String GET = Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();
  /// An association has 128 presentation contexts (PS3.8 section 9.3.2.2).
  private static final int CONTEXTS_MAX = 128;
  private static final int INSTANCES_MAX = 100_000;
  /// So many classes have a context for most transfer syntaxes.
  private static final int KNOWN_MAX = 8;
  private static final List<String> USUAL = Stream.of("1", "1.1", "1.1.1", "1.2", "1.3", "2",
          "2.1", "3.1", "4", "4.1", "6.1", "7", "7.2", "7.4", "9.1.1", "11.1", "12.1", "12.2", "20",
          "66.4", "77.1.1", "77.1.4", "88.11", "88.22", "88.33", "88.59", "88.67", "104.1", "128",
          "481.3", "481.5")
      .map(suffix -> "1.2.840.10008.5.1.4.1.1." + suffix).toList();
  private static final List<String> USUAL_COMPRESSED = List.of("1.2.840.10008.1.2.4.70",
      "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.50");

  private final Destination peer;
  private final String ownAe;
  private final NetworkTimeouts timeouts;

  /// @param patience how long a connection and the next answer are waited for
  public DimseArchive(Destination peer, String ownAe, Duration patience) {
    this.peer = peer;
    this.ownAe = ownAe;
    this.timeouts = NetworkTimeouts.DEFAULT.withConnect(patience).withResponse(patience);
  }

  @Override
  public String name() {
    return peer.aeTitle();
  }

  private ClientSettings call() {
    return Forwarded.mark(peer.call(ownAe)).withTimeouts(timeouts);
  }

  @Override
  public List<Dataset> find(RemoteQuestion question) throws IOException {
    var model = question.level() == Level.PATIENT ? PATIENT_FIND : FIND;
    try (var association = Association.open(call().propose(model))) {
      return find(association, model, question.identifier(), question.limit());
    }
  }

  private static List<Dataset> find(
      Association association, String model, Dataset identifier, int limit) throws IOException {
    List<Dataset> found = new ArrayList<>();
    try (var matches = association.find(model, identifier)) {
      for (var next = matches.next(); next.isPresent(); next = matches.next()) {
        found.add(next.get());
        if (found.size() == limit) {
          return List.copyOf(found);
        }
      }
      var status = matches.status().orElse(Status.SUCCESS);
      if (!status.isSuccess()) {
        throw new IOException("it answered a query with %04X".formatted(status.code()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public int retrieve(String studyUid, Taker taker) throws IOException {
    var expected = instances(studyUid);
    var taken = new Taken(taker);
    var contexts = Contexts.of(expected.values());
    var call = call().propose(GET);
    for (var sopClass : contexts.sopClasses()) {
      call = call.withRole(sopClass, Role.NO, Role.YES);
    }
    call = call.withProposals(contexts.behind(call.proposals()));
    var identifier = Dataset.builder()
        .put(Tags.QUERY_RETRIEVE_LEVEL, Level.STUDY.name())
        .put(Tags.STUDY_INSTANCE_UID, studyUid)
        .build();
    try (var association = Association.open(call, taken)) {
      var result = association.get(GET, identifier).result();
      if (taken.failure != null) {
        throw taken.failure;
      }
      if (!taken.uids.containsAll(expected.keySet())) {
        throw new IOException("it gave %d of %d instances and ended with %04X".formatted(
            taken.uids.size(), expected.size(), result.status().code()));
      }
    }
    return taken.uids.size();
  }

  /// The instances of a study with their classes: what is to come, and in which contexts.
  private Map<String, String> instances(String studyUid) throws IOException {
    Map<String, String> instances = new LinkedHashMap<>();
    try (var association = Association.open(call().propose(FIND))) {
      var series = find(association, FIND, Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, Level.SERIES.name())
          .put(Tags.STUDY_INSTANCE_UID, studyUid)
          .put(Tags.SERIES_INSTANCE_UID, "").build(), INSTANCES_MAX);
      for (var one : series) {
        var images = find(association, FIND, Dataset.builder()
            .put(Tags.QUERY_RETRIEVE_LEVEL, Level.IMAGE.name())
            .put(Tags.STUDY_INSTANCE_UID, studyUid)
            .put(Tags.SERIES_INSTANCE_UID, one.string(Tags.SERIES_INSTANCE_UID).orElse(""))
            .put(Tags.SOP_INSTANCE_UID, "")
            .put(Tags.SOP_CLASS_UID, "").build(), INSTANCES_MAX);
        images.forEach(image -> image.string(Tags.SOP_INSTANCE_UID).ifPresent(uid ->
            instances.put(uid, image.string(Tags.SOP_CLASS_UID).orElse(""))));
      }
    }
    return instances;
  }

  /// The contexts in which instances may come: an archive sends what it has only in a context of
  /// that transfer syntax.
  private record Contexts(List<String> sopClasses, List<String> compressed) {

    /// Where an archive doesn't tell the classes, those that are in daily use, and of the transfer
    /// syntaxes as many as find room.
    static Contexts of(Collection<String> told) {
      var known = told.stream().filter(uid -> !uid.isBlank()).distinct().toList();
      return known.size() > 0 && known.size() <= KNOWN_MAX && !told.contains("")
          ? new Contexts(known, TransferSyntaxes.KEPT) : new Contexts(USUAL, USUAL_COMPRESSED);
    }

    List<ClientSettings.Proposal> behind(List<ClientSettings.Proposal> first) {
      var all = new ArrayList<>(first);
      sopClasses.forEach(uid ->
          all.add(new ClientSettings.Proposal(uid, DimseService.UNCOMPRESSED)));
      compressed.stream().filter(syntax -> !DimseService.UNCOMPRESSED.contains(syntax))
          .forEach(syntax -> sopClasses.forEach(uid ->
              all.add(new ClientSettings.Proposal(uid, List.of(syntax)))));
      return List.copyOf(all.subList(0, Math.min(all.size(), CONTEXTS_MAX)));
    }
  }

  /// What comes on the association of a C-GET.
  private static final class Taken implements StoreService {
    private final Taker taker;
    private final Set<String> uids = ConcurrentHashMap.newKeySet();
    private volatile @org.jspecify.annotations.Nullable IOException failure;

    Taken(Taker taker) {
      this.taker = taker;
    }

    @Override
    public boolean serves(String sopClassUid) {
      return true;
    }

    @Override
    public List<String> transferSyntaxes() {
      return TransferSyntaxes.KEPT;
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) throws IOException {
      try {
        taker.dataset(request.sopClassUid(), request.sopInstanceUid(),
            request.transferSyntaxUid(), dataset);
      } catch (IOException e) {
        failure = e;
        return Status.PROCESSING_FAILURE;
      }
      uids.add(request.sopInstanceUid());
      return Status.SUCCESS;
    }
  }
}
