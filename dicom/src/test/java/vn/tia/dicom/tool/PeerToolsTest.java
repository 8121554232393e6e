package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.CreateService;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NRequest;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.net.SetService;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;

/// What the tools do with answers that DCMTK's programs don't give, and what they send.
class PeerToolsTest {
  @TempDir private Path folder;

  private static AssociationServer start(AssociationPolicy policy, DimseService service)
      throws Exception {
    return AssociationServer.start(
        ServerSettings.onLoopback(0, "TIA"), policy, List.of(service));
  }

  private static AssociationServer start(DimseService service) throws Exception {
    return start(AssociationPolicy.anyone(), service);
  }

  private static String at(AssociationServer server) {
    return "localhost:" + server.port();
  }

  /// An MPPS provider that keeps what it is told.
  private static final class Steps implements CreateService, SetService {
    private final Map<String, Dataset> steps = new ConcurrentHashMap<>();

    @Override
    public boolean serves(String sopClassUid) {
      return sopClassUid.equals(Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value());
    }

    @Override
    public NResponse create(NRequest request) {
      return NResponse.of(steps.putIfAbsent(request.sopInstanceUid(), request.attributes()) == null
          ? Status.SUCCESS : Status.DUPLICATE_SOP_INSTANCE);
    }

    @Override
    public NResponse set(NRequest request) {
      Dataset before = steps.get(request.sopInstanceUid());
      if (before == null) {
        return NResponse.of(Status.NO_SUCH_SOP_INSTANCE.withComment("no such step here"));
      }
      steps.put(request.sopInstanceUid(),
          before.toBuilder().putAll(request.attributes()).build());
      return NResponse.of(Status.SUCCESS);
    }
  }

  @Test
  void tellsThatAnExamBeganAndEnded() throws Exception {
    var steps = new Steps();
    try (var server = start(steps)) {
      String uid = ToolRun.of("mpps", "create", "--calling", "CT1", "--called", "TIA",
          "-k", "Modality=CT", "-k", "PatientName=Nguyễn^An",
          "-k", "ScheduledStepAttributesSequence[0].AccessionNumber=A1", at(server))
          .isOk().output().strip();
      Dataset begun = steps.steps.get(uid);
      ToolRun.of("mpps", "set", "--called", "TIA",
          "-k", "PerformedProcedureStepStatus=COMPLETED", at(server), uid).isOk();
      Dataset ended = steps.steps.get(uid);

      assertThat(begun.string(Tags.PATIENT_NAME)).contains("Nguyễn^An");
      assertThat(begun.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS)).contains("IN PROGRESS");
      assertThat(begun.string(Tags.PERFORMED_STATION_AE_TITLE)).contains("CT1");
      assertThat(begun.contains(Tags.PERFORMED_SERIES_SEQUENCE)).isTrue();
      assertThat(begun.string(Tags.PERFORMED_PROCEDURE_STEP_END_DATE)).isEmpty();
      assertThat(begun.items(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE).getFirst()
          .string(Tags.ACCESSION_NUMBER)).contains("A1");
      assertThat(ended.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS)).contains("COMPLETED");
      assertThat(ended.string(Tags.PERFORMED_PROCEDURE_STEP_END_DATE).orElse(""))
          .matches("[0-9]{8}");
    }
  }

  @Test
  void saysWhyAStepIsRefused() throws Exception {
    try (var server = start(new Steps())) {
      ToolRun run = ToolRun.of("mpps", "set", "--called", "TIA", "-k", "Modality=CT",
          at(server), "1.2.3");
      ToolRun bare = ToolRun.of("mpps", "create", "--called", "TIA", at(server));

      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(run.errors().strip()).isEqualTo(
          "the peer refused: there is no such instance (0112): no such step here.");
      assertThat(bare.exitCode()).isEqualTo(DicomTool.USAGE);
      assertThat(bare.errors()).contains("create needs the modality");
    }
  }

  /// A provider of storage that answers each instance with one status.
  private record Answering(Status status, AtomicInteger instances) implements StoreService {
    @Override
    public boolean serves(String sopClassUid) {
      return !sopClassUid.equals(Uids.MR_IMAGE_STORAGE.value());
    }

    @Override
    public Status store(StoreRequest request, InputStream dataset) {
      instances.incrementAndGet();
      return status;
    }
  }

  private void write(int count, String sopClass, TransferSyntax syntax) throws Exception {
    for (int i = 0; i < count; i++) {
      Dataset dataset = Dataset.builder()
          .put(Tags.SOP_CLASS_UID, sopClass)
          .put(Tags.SOP_INSTANCE_UID, "1.2." + Math.abs(sopClass.hashCode()) + "." + i)
          .build();
      String name = "%s-%s-%d.dcm".formatted(sopClass, syntax.uid(), i);
      DicomFile.of(dataset, syntax).write(folder.resolve(name));
    }
  }

  @Test
  void opensMoreAssociationsWhereOneHasNoRoom() throws Exception {
    for (var entry : UidRegistry.storageClasses()) {
      write(1, entry.uid().value(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    long files = UidRegistry.storageClasses().size();
    assertThat(files).isGreaterThan(Batch.CONTEXTS_MAX);
    var associations = new AtomicInteger();
    var answering = new Answering(Status.SUCCESS, new AtomicInteger());
    AssociationPolicy counting = (request, remote) -> {
      associations.incrementAndGet();
      return AssociationPolicy.anyone().check(request, remote);
    };
    try (var server = start(counting, answering)) {
      ToolRun run = ToolRun.of("store", "--called", "TIA", at(server), folder.toString());

      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(run.output().strip()).isEqualTo(
          "%d stored (0 with a warning), 1 failed, 0 passed over".formatted(files - 1));
      assertThat(run.errors()).contains(
          "the peer takes no MR Image Storage as Explicit VR Little Endian.");
      assertThat(answering.instances()).hasValue((int) files - 1);
      assertThat(associations).hasValue((int) Math.ceilDiv(files, Batch.CONTEXTS_MAX));
    }
  }

  @Test
  void tellsWarningsAndFailuresApart() throws Exception {
    write(2, Uids.CT_IMAGE_STORAGE.value(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    try (var warning = start(new Answering(Status.COERCED, new AtomicInteger()));
        var full = start(new Answering(
            Status.OUT_OF_RESOURCES.withComment("disk full"), new AtomicInteger()))) {
      ToolRun warned = ToolRun.of("store", "--called", "TIA", at(warning), folder.toString());
      ToolRun failed = ToolRun.of("store", "--called", "TIA", at(full), folder.toString());

      assertThat(warned.isOk().output()).startsWith("2 stored (2 with a warning), 0 failed");
      assertThat(failed.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(failed.errors()).contains(".dcm: refused, out of resources (A700): disk full");
    }
  }

  @Test
  void speaksTlsToWhomItTrusts() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "only-for-this-test\n");
    Path key = folder.resolve("key.p12");
    keytool("-genkeypair", "-alias", "tia", "-keyalg", "EC", "-dname", "CN=tia",
        "-storetype", "PKCS12", "-keystore", key.toString());
    Path certificate = folder.resolve("certificate.pem");
    keytool("-exportcert", "-rfc", "-alias", "tia", "-keystore", key.toString(), "-file",
        certificate.toString());
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String peer = "127.0.0.1:" + port;
    Thread receiver = Thread.ofVirtual().start(() -> ToolRun.of("storescp", "--bind", "127.0.0.1",
        "--port", Integer.toString(port), "--max", "1", "--dir", folder.resolve("in").toString(),
        "--tls", "--tls-key", key.toString(), "--tls-trust", certificate.toString(),
        "--tls-password", password.toString()));
    write(1, Uids.CT_IMAGE_STORAGE.value(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    String[] known = {"--tls", "--tls-key", key.toString(), "--tls-password", password.toString(),
        "--tls-trust", certificate.toString(), peer};
    awaitEcho(known);

    ToolRun stranger = ToolRun.of("echo", "--tls", "--tls-trust", certificate.toString(), peer);
    ToolRun distrusting = ToolRun.of("echo", "--tls", peer);
    ToolRun stored = ToolRun.of(with(with("store", known), folder.toString()));
    receiver.join();

    assertThat(stranger.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(distrusting.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(stored.isOk().output()).startsWith("1 stored");
    assertThat(folder.resolve("in")).isDirectoryContaining("glob:**.dcm");
  }

  private static void awaitEcho(String... options) throws InterruptedException {
    for (int i = 0; i < 200 && ToolRun.of(with("echo", options)).exitCode() != 0; i++) {
      Thread.sleep(25);
    }
  }

  private static String[] with(String first, String... rest) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }

  private static String[] with(String[] rest, String last) {
    var all = new ArrayList<>(List.of(rest));
    all.add(last);
    return all.toArray(String[]::new);
  }

  private static void keytool(String... arguments) throws Exception {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] command = with(with(program, arguments), "-storepass");
    var process = new ProcessBuilder(with(command, "only-for-this-test"))
        .redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
