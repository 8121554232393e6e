package vn.tia.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.tia.dicom.data.Bytes;

/// Takes every storage class in every transfer syntax of the test files, and keeps what came.
final class KeepingStore implements StoreService {
  final Map<String, Bytes> datasets = new ConcurrentHashMap<>();
  final Map<String, StoreRequest> requests = new ConcurrentHashMap<>();
  final List<IOException> failures = new java.util.concurrent.CopyOnWriteArrayList<>();

  @Override
  public boolean serves(String sopClassUid) {
    return sopClassUid.startsWith("1.2.840.10008.5.1.4.1.1.")
        || sopClassUid.startsWith("1.2.840.10008.5.1.1.");
  }

  @Override
  public List<String> transferSyntaxes() {
    return List.of(
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2.4.50",
        "1.2.840.10008.1.2.4.51",
        "1.2.840.10008.1.2.4.57",
        "1.2.840.10008.1.2.4.70",
        "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.81",
        "1.2.840.10008.1.2.4.90",
        "1.2.840.10008.1.2.4.91");
  }

  @Override
  public Status store(StoreRequest request, InputStream dataset) throws IOException {
    var kept = new ByteArrayOutputStream();
    try {
      dataset.transferTo(kept);
    } catch (IOException e) {
      failures.add(e);
      throw e;
    }
    datasets.put(request.sopInstanceUid(), Bytes.wrap(kept.toByteArray()));
    requests.put(request.sopInstanceUid(), request);
    return Status.SUCCESS;
  }
}
