package vn.tia.dicom.net;

import java.io.IOException;
import java.util.Optional;
import vn.tia.dicom.data.Tags;

/// A C-MOVE or C-GET that we asked for, while its sub-operations are performed.
public final class Retrieval implements AutoCloseable {
  private final Invoker invoker;
  private final AcceptedContext context;
  private final Invocation invocation;
  private Optional<RetrieveResult> result = Optional.empty();

  Retrieval(Invoker invoker, AcceptedContext context, Invocation invocation) {
    this.invoker = invoker;
    this.context = context;
    this.invocation = invocation;
  }

  /// How far it has come, waited for; empty once it has ended. Counts that were not taken give way
  /// to newer ones.
  public Optional<SubOperationCounts> next() throws IOException {
    if (result.isPresent()) {
      return Optional.empty();
    }
    Invocation.Answer answer = invoker.answer(invocation);
    Status status = answer.command().status();
    if (status.isPending()) {
      return Optional.of(answer.command().counts());
    }
    result =
        Optional.of(
            new RetrieveResult(
                status,
                answer.command().counts(),
                answer.dataset().strings(Tags.FAILED_SOP_INSTANCE_UID_LIST)));
    return Optional.empty();
  }

  /// How it ended, waited for.
  public RetrieveResult result() throws IOException {
    while (next().isPresent()) {
      // Nobody asked how far it has come.
    }
    return result.orElseThrow();
  }

  /// Asks the peer to end it (C-CANCEL). Instances on their way still arrive.
  public void cancel() throws IOException {
    if (result.isEmpty()) {
      invoker.cancel(context, invocation);
    }
  }

  /// Cancels it if it has not ended, and waits for its end.
  @Override
  public void close() throws IOException {
    cancel();
    result();
  }
}
