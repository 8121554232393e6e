package vn.tia.dicom.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;

/// The matches of a query as they arrive. Hardly any is taken from the network before it is wanted.
public final class Matches implements AutoCloseable {
  private final Invoker invoker;
  private final AcceptedContext context;
  private final Invocation invocation;
  private Optional<Status> last = Optional.empty();

  Matches(Invoker invoker, AcceptedContext context, Invocation invocation) {
    this.invoker = invoker;
    this.context = context;
    this.invocation = invocation;
  }

  /// The next match, empty after the last; then [#status] says how the query ended.
  public Optional<Dataset> next() throws IOException {
    if (last.isPresent()) {
      return Optional.empty();
    }
    Invocation.Answer answer = invoker.answer(invocation);
    Status status = answer.command().status();
    if (status.isPending()) {
      return Optional.of(answer.dataset());
    }
    last = Optional.of(status);
    return Optional.empty();
  }

  /// All matches that are left.
  public List<Dataset> all() throws IOException {
    List<Dataset> all = new ArrayList<>();
    for (Optional<Dataset> match = next(); match.isPresent(); match = next()) {
      all.add(match.get());
    }
    return all;
  }

  /// How the query ended, empty while matches may follow.
  public Optional<Status> status() {
    return last;
  }

  /// Asks the peer to end the query (C-CANCEL). Matches on their way still arrive.
  public void cancel() throws IOException {
    if (last.isEmpty()) {
      invoker.cancel(context, invocation);
    }
  }

  /// Cancels the query if it has not ended, and skips what still arrives.
  @Override
  public void close() throws IOException {
    cancel();
    while (next().isPresent()) {
      // Skipped: nobody wants it any more.
    }
  }
}
