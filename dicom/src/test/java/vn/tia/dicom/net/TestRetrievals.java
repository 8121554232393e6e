package vn.tia.dicom.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.testkit.SmallArchive;

/// What the tests of retrievals share.
final class TestRetrievals {
  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  static final String JPEG = "1.2.840.10008.1.2.4.50";
  static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  static final Dataset STUDY =
      Dataset.builder()
          .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
          .put(Tags.STUDY_INSTANCE_UID, "1.2.1")
          .build();

  private TestRetrievals() {}

  /// An instance of study 1.2.1 and UID 1.2.1.`number`.
  static SmallArchive.Stored stored(String sopClass, int number) {
    String uid = "1.2.1." + number;
    Dataset dataset =
        Dataset.builder()
            .put(Tags.SOP_CLASS_UID, sopClass)
            .put(Tags.SOP_INSTANCE_UID, uid)
            .put(Tags.STUDY_INSTANCE_UID, "1.2.1")
            .build();
    return new SmallArchive.Stored(
        sopClass,
        uid,
        EXPLICIT,
        DatasetWriter.toBytes(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  /// What a store does.
  interface Storing {
    Status store(StoreRequest request, InputStream dataset) throws IOException;
  }

  static StoreService storing(Storing storing) {
    return new StoreService() {
      @Override
      public boolean serves(String sopClassUid) {
        return true;
      }

      @Override
      public Status store(StoreRequest request, InputStream dataset) throws IOException {
        return storing.store(request, dataset);
      }
    };
  }

  /// Instances without end, which count how many were asked for.
  static final class Endless implements SentInstances {
    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int count() {
      return 50_000;
    }

    @Override
    public Optional<SentInstance> next() {
      int number = asked.incrementAndGet();
      return Optional.of(
          new SentInstance(
              RawPeer.CT,
              "1.2.1." + number,
              List.of(EXPLICIT),
              _ -> new ByteArrayInputStream(new byte[100])));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
