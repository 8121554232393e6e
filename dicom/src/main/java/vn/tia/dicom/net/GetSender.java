package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Sends the instances of a C-GET on the association that it was asked for on, in the contexts
/// whose provider the requestor is.
final class GetSender implements SubOperations.Sender {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  private final Invoker invoker;
  private final Cause cause;

  GetSender(Invoker invoker, Cause cause) {
    this.invoker = invoker;
    this.cause = cause;
  }

  @Override
  public Optional<Status> send(SentInstance instance) throws IOException {
    Optional<String> syntax = syntax(instance);
    if (syntax.isEmpty()) {
      return Optional.empty();
    }
    InputStream dataset;
    try {
      dataset = instance.dataset().open(syntax.get());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "an instance can not be sent: {0}", Failures.describe(e));
      return Optional.empty();
    }
    var sent = new Instance(instance.sopClassUid(), instance.sopInstanceUid(), syntax.get());
    try (dataset) {
      Invocation invocation = invoker.store(sent, dataset, cause);
      return Optional.of(invoker.answer(invocation).command().status());
    }
  }

  /// The transfer syntax most wanted of those that the peer takes.
  private Optional<String> syntax(SentInstance instance) {
    return instance.transferSyntaxes().stream()
        .filter(uid -> invoker.contexts().asUser(instance.sopClassUid(), uid).isPresent())
        .findFirst();
  }

  @Override
  public void close() {
    // The association goes on.
  }
}
