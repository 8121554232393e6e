package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.Sealing;
import vn.tia.bridge.objects.StoredObject;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.records.studies.InstanceHeader;
import vn.tia.records.studies.NewInstance;
import vn.tia.records.studies.Registered;
import vn.tia.records.studies.StoredBytes;

/// Rows never come before their bytes.
class RegistrarTest {
  @TempDir private Path directory;
  private final CompletableFuture<Boolean> flush = new CompletableFuture<>();
  private final StoredObject object = new StoredObject(
      ObjectId.create(Instant.now()), 100, "ab".repeat(32), Bytes.EMPTY);
  private TestArchive archive;
  private NewInstance instance;

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory);
    var uid = Uid.random().value();
    var header = Dataset.builder()
        .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tags.SOP_INSTANCE_UID, uid + ".1.1")
        .put(Tags.SERIES_INSTANCE_UID, uid + ".1")
        .put(Tags.STUDY_INSTANCE_UID, uid)
        .put(Tags.MODALITY, "CT")
        .put(Tags.PATIENT_ID, "P1").build();
    instance = NewInstance.of(archive.records().first().id(), new InstanceHeader(header),
        new StoredBytes(object.id().value(), "1.2.840.10008.1.2.1", 100, object.sha256(), 50,
            Bytes.EMPTY), "CT1");
  }

  @AfterEach void close() throws Exception {
    archive.close();
  }

  private CompletableFuture<Registered> registering() {
    var outcome = new CompletableFuture<Registered>();
    Thread.startVirtualThread(() -> {
      try {
        outcome.complete(archive.registrar().register(instance, new Sealing(object, flush)));
      } catch (IOException | InterruptedException | RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    });
    return outcome;
  }

  private int rows() {
    return archive.records().database().jdbc().sql("SELECT count(*) FROM instance")
        .query(Integer.class).single();
  }

  @Test void commitsTheRowBehindTheFlushOfItsBytes() throws Exception {
    var outcome = registering();
    assertThat(rows()).isZero();
    assertThat(outcome).isNotDone();
    flush.complete(true);

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Registered.Added.class);
    assertThat(rows()).isOne();
  }

  @Test void leavesNoRowOfBytesThatCouldNotBeFlushed() {
    var outcome = registering();
    flush.completeExceptionally(new IOException("the disk is gone"));

    assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class).hasRootCauseMessage("the disk is gone");
    assertThat(rows()).isZero();
  }
}
