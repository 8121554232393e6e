package vn.tia.dicom.net;

import java.io.IOException;

/// An operation that was sent to the peer, and its answer once that has come.
public final class Outstanding {
  private final Invoker invoker;
  private final Invocation invocation;

  Outstanding(Invoker invoker, Invocation invocation) {
    this.invoker = invoker;
    this.invocation = invocation;
  }

  /// Whether [#status] would return, or fail, at once.
  public boolean isDone() {
    return invocation.isAnswered();
  }

  /// How the operation ended, waited for. Called once.
  public Status status() throws IOException {
    return invoker.answer(invocation).command().status();
  }
}
