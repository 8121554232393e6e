package vn.tia.bridge.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import vn.tia.records.studies.InstanceSelection.Selected;

/// Opens and checks the next instance of a retrieval while the one before is sent and answered.
///
/// Only what goes out as it is stored is read ahead, and only behind an instance that did so. Used
/// by one thread.
final class ReadAhead implements AutoCloseable {
  private final OutgoingInstances outgoing;
  private Optional<Ahead> ahead = Optional.empty();
  private boolean isAsStored;

  /// An instance that is being opened as it is stored.
  private record Ahead(Selected selected, CompletableFuture<InputStream> dataset) {}

  ReadAhead(OutgoingInstances outgoing) {
    this.outgoing = outgoing;
  }

  /// Begins with an instance, if the last one that was opened was sent as it is stored.
  void begin(Selected selected) {
    var stored = selected.instance().bytes().transferSyntaxUid();
    if (isAsStored && OutgoingInstances.isAsStored(selected, stored)) {
      ahead = Optional.of(new Ahead(selected, CompletableFuture.supplyAsync(
          () -> opened(selected, stored), Thread::startVirtualThread)));
    }
  }

  private InputStream opened(Selected selected, String syntax) {
    try {
      return outgoing.open(selected, syntax);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The data set of an instance in a transfer syntax.
  InputStream open(Selected selected, String wanted) throws IOException {
    isAsStored = OutgoingInstances.isAsStored(selected, wanted);
    var mine = ahead.filter(one -> isAsStored && one.selected() == selected);
    if (mine.isEmpty()) {
      close();
      return outgoing.open(selected, wanted);
    }
    ahead = Optional.empty();
    try {
      return mine.get().dataset().join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UncheckedIOException broken -> throw broken.getCause();
        case RuntimeException broken -> throw broken;
        case Throwable broken -> throw new IOException(broken);
      }
    }
  }

  /// Lets go of what was read in vain.
  @Override
  public void close() {
    ahead.ifPresent(one -> one.dataset().thenAccept(ReadAhead::forget));
    ahead = Optional.empty();
  }

  private static void forget(InputStream dataset) {
    try {
      dataset.close();
    } catch (IOException _) {
      // Nothing of it is wanted.
    }
  }
}
