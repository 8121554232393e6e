package vn.tia.bridge.objects;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// An object that has its id, while it is made durable. It counts for nothing before it is.
///
/// @param durable complete once it survives a power cut
public record Sealing(StoredObject object, CompletableFuture<Boolean> durable) {

  /// An object that is durable already.
  static Sealing done(StoredObject object) {
    return new Sealing(object, CompletableFuture.completedFuture(true));
  }

  /// Whether nothing has to be waited for, be it for a failure.
  public boolean isDone() {
    return durable.isDone();
  }

  /// Returns when the object is durable.
  ///
  /// @throws ObjectStoreException.ReadOnly if it can't be made so
  public void await() throws IOException {
    try {
      durable.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    }
  }
}
