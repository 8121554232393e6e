package vn.tia.bench.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StoreRequest;
import vn.tia.dicom.net.StoreService;

/// Takes every instance to its last byte, and keeps none.
final class DiscardingReceiver implements StoreService {
  @Override
  public boolean serves(String sopClassUid) {
    return true;
  }

  @Override
  public Status store(StoreRequest request, InputStream dataset) throws IOException {
    dataset.transferTo(OutputStream.nullOutputStream());
    return Status.SUCCESS;
  }
}
