package vn.tia.bridge.store;

import java.io.IOException;
import java.util.Optional;
import vn.tia.bridge.objects.Upload;

/// An instance whose bytes have come, or that was refused before; nothing of it is kept until it
/// is completed.
public final class Received implements AutoCloseable {

  private final Completion completion;
  private final Optional<Upload> upload;

  /// Makes the instance durable, or says why not.
  @FunctionalInterface
  interface Completion {
    Taken complete() throws IOException, InterruptedException;
  }

  private Received(Completion completion, Optional<Upload> upload) {
    this.completion = completion;
    this.upload = upload;
  }

  static Received whole(Upload upload, Completion completion) {
    return new Received(completion, Optional.of(upload));
  }

  /// An instance that is refused before its bytes are taken.
  public static Received refused(StoreOutcome why) {
    return new Received(() -> Taken.unnamed(why), Optional.empty());
  }

  /// The same, with the UIDs that it would have had.
  public static Received refused(StoreOutcome why, Taken.Names names) {
    return new Received(() -> new Taken(why, Optional.of(names)), Optional.empty());
  }

  /// Reads what came, makes it durable and gives it its row. Maybe on another thread than the one
  /// that received it: so one sender's instances share flushes and commits.
  ///
  /// @throws IOException if the disk broke
  public Taken complete() throws IOException, InterruptedException {
    return completion.complete();
  }

  /// Forgets the bytes of an instance that wasn't completed.
  @Override
  public void close() throws IOException {
    if (upload.isPresent()) {
      upload.get().close();
    }
  }
}
