package vn.tia.bridge.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.web.servlet.handler.MappedInterceptor;
import vn.tia.bridge.Modalities;
import vn.tia.bridge.query.QueryService;
import vn.tia.bridge.query.QuerySettings;
import vn.tia.bridge.retrieve.CGetService;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.InstanceRetrieval;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.remote.RemoteRetrieval;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.RetrieveResult;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;
import vn.tia.dicom.net.Tls;
import vn.tia.dicom.net.pdu.UserInformation.Role;
import vn.tia.records.audit.Audit;
import vn.tia.records.studies.CachedStudies;
import vn.tia.records.studies.InstanceSelection;

/// A Tia with its doors, which asks other archives for its first facility.
public final class Bridge implements AutoCloseable {
  static final String FIND =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String GET =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET.value();

  public final TestArchive archive;
  public final CachedStudies cached;
  final List<Remote> remotes = new ArrayList<>();
  public final RemoteStudies studies;
  final StudyCache cache;
  private final QueryService query;
  private final CGetService get;
  public final AssociationServer door;
  final WebServer web;

  private Bridge(TestArchive archive, Path directory, StudyCache.Limits limits,
      RemoteStudies.Settings settings, List<RemoteArchive> archives) throws IOException {
    this.archive = archive;
    archive.registry().expectCopies();
    var records = archive.records();
    cached = new CachedStudies(records.database());
    cache = new StudyCache(cached, new StudyCache.Stores(archive.intake(), archive.objects(),
        new Audit(records.database())), limits);
    archives.forEach(one -> remotes.add(new Remote(records.first().id(), one)));
    studies = new RemoteStudies(remotes, cached, cache, settings, _ -> { });
    var selection = new InstanceSelection(records.database(), records.patients());
    var retrieval = new InstanceRetrieval(archive.access(), selection,
        new OutgoingInstances(archive.checked(), new Spool(directory.resolve("outgoing"))),
        new Audit(records.database()), new RetrieveSettings(List.of(), 1_000));
    retrieval.bringBy(new RemoteBringing(studies));
    query = new QueryService(archive.access(), archive.search(), new Audit(records.database()),
        QuerySettings.DEFAULT).with(new RemoteMatches(studies));
    get = new CGetService(retrieval, StorageClasses.REGISTERED_AND_UNKNOWN);
    door = Modalities.serve(query, get);
    var parts = archive.wado(directory.resolve("web-out"), _ -> archive.first());
    web = WebServer.start(directory.resolve("web"),
        new QidoController(archive.search(), _ -> archive.first(), Optional.of(studies)),
        new WadoController(parts), new FramesController(parts),
        new MetadataController(parts,
            new MetadataStore(parts.studies(), directory.resolve("metadata"))),
        new MappedInterceptor(new String[] {"/**"},
            new RemoteRetrieval(studies, _ -> archive.first())));
  }

  public static Bridge open(Path directory, RemoteArchive... archives) throws IOException {
    return open(directory, StudyCache.Limits.DEFAULT, archives);
  }

  public static Bridge open(Path directory, StudyCache.Limits limits, RemoteArchive... archives)
      throws IOException {
    return new Bridge(TestArchive.open(directory.resolve("objects")), directory, limits,
        new RemoteStudies.Settings(Duration.ofSeconds(20), 1_000, Duration.ofMinutes(10)),
        List.of(archives));
  }

  /// Opens the door again, on the same port.
  public AssociationServer serveAgain(int port) throws IOException {
    return AssociationServer.start(ServerSettings.onLoopback(port, "TIA"),
        AssociationPolicy.anyone(), List.of(query, get));
  }

  /// Opens a further door, which speaks TLS only.
  AssociationServer serveByTls(Tls tls) throws IOException {
    return AssociationServer.start(ServerSettings.onLoopback(0, "TIA").withTls(tls),
        AssociationPolicy.anyone(), List.of(query, get));
  }

  /// Has it asked by another, as a workstation that may retrieve.
  public RemoteArchive asArchive() {
    return new DimseArchive(new Destination("TIA", "127.0.0.1", door.port(), "A",
        Optional.empty()), "VIEWER", Duration.ofSeconds(20));
  }

  List<Dataset> find(String callingAe, Dataset identifier) throws IOException {
    var call = ClientSettings.toLoopback(door.port(), callingAe, "TIA").propose(FIND)
        .withExtended(FIND, QueryOptions.of(QueryOptions.Option.RELATIONAL_QUERIES).toBytes());
    try (var association = Association.open(call);
        var matches = association.find(FIND, identifier)) {
      return matches.all();
    }
  }

  List<String> studies(String callingAe, String patientId) throws IOException {
    return find(callingAe, Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.PATIENT_ID, patientId).put(Tags.STUDY_INSTANCE_UID, "").build()).stream()
        .map(one -> one.string(Tags.STUDY_INSTANCE_UID).orElse("")).toList();
  }

  HttpResponse<byte[]> get(String path, String accept) throws Exception {
    return web.get(path, accept);
  }

  List<Dataset> json(String path) throws Exception {
    var answer = get(path, "application/dicom+json");
    if (answer.statusCode() == 204) {
      return List.of();
    }
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " "
          + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return new DicomJsonReader().readAll(new ByteArrayInputStream(answer.body()));
  }

  /// What came by C-GET, by SOP Instance UID.
  record Got(RetrieveResult result, Map<String, Dataset> instances) {}

  Got retrieve(String studyUid, String sopClassUid, String syntax) throws IOException {
    Map<String, Dataset> got = new TreeMap<>();
    var call = ClientSettings.toLoopback(door.port(), "VIEWER", "TIA").propose(GET)
        .propose(sopClassUid, List.of(syntax)).withRole(sopClassUid, Role.NO, Role.YES);
    try (var association = Association.open(call, new StoreService() {
      @Override
      public boolean serves(String sopClass) {
        return true;
      }

      @Override
      public List<String> transferSyntaxes() {
        return List.of(syntax);
      }

      @Override
      public Status store(StoreRequest request, java.io.InputStream in) throws IOException {
        got.put(request.sopInstanceUid(),
            new DatasetReader(in, TransferSyntax.of(new Uid(syntax))).read());
        return Status.SUCCESS;
      }
    })) {
      var result = association.get(GET, Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY").put(Tags.STUDY_INSTANCE_UID, studyUid)
          .build()).result();
      return new Got(result, got);
    }
  }

  @Override
  public void close() throws Exception {
    web.close();
    door.close();
    archive.close();
  }
}
