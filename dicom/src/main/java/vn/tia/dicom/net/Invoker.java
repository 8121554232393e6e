package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Asks the peer for operations, from either side of an association. Any thread may do so; how many
/// operations are under way at once is the matter of [Invocations].
final class Invoker {
  private final AgreedContexts contexts;
  private final Invocations invocations;
  private final Duration patience;
  private final UnaryOperator<IOException> ending;

  /// @param patience how long an answer is waited for
  /// @param ending ends the association for what broke an exchange, and says what is to be told
  Invoker(
      AgreedContexts contexts,
      Invocations invocations,
      Duration patience,
      UnaryOperator<IOException> ending) {
    this.contexts = contexts;
    this.invocations = invocations;
    this.patience = patience;
    this.ending = ending;
  }

  /// An exchange of messages.
  @FunctionalInterface
  interface Exchange<T> {
    T run() throws IOException;
  }

  AgreedContexts contexts() {
    return contexts;
  }

  /// Runs an exchange; whatever breaks it ends the association.
  <T> T exchange(Exchange<T> exchange) throws IOException {
    try {
      return exchange.run();
    } catch (IOException e) {
      throw ending.apply(e);
    }
  }

  /// Asks for an operation, whose command is made for a message id.
  Invocation ask(AcceptedContext context, IntFunction<Command> command, InputStream body)
      throws IOException {
    return exchange(() -> invocations.ask(context.id(), command, body, patience));
  }

  /// Asks for an operation with a data set that is written first.
  Invocation ask(AcceptedContext context, IntFunction<Command> command, Dataset body)
      throws IOException {
    if (body.isEmpty()) {
      return ask(context, command, InputStream.nullInputStream());
    }
    Bytes bytes = Identifiers.write(body, context.transferSyntax());
    return ask(context, id -> command.apply(id).with(Command.Body.DATASET), bytes.stream());
  }

  /// The next answer to an operation.
  Invocation.Answer answer(Invocation invocation) throws IOException {
    return exchange(() -> invocation.next(patience));
  }

  void cancel(AcceptedContext context, Invocation invocation) throws IOException {
    exchange(
        () -> {
          invocations.cancel(context.id(), invocation);
          return invocation;
        });
  }

  /// Sends an instance (C-STORE), and doesn't wait for the answer.
  Invocation store(Instance instance, InputStream dataset, Cause cause) throws IOException {
    AcceptedContext context =
        contexts
            .asUser(instance.sopClassUid(), instance.transferSyntaxUid())
            .orElseThrow(() -> new NoContextException(instance.sopClassUid()));
    return ask(context, id -> cause.onto(storeRequest(id, instance)), dataset);
  }

  private static Command storeRequest(int messageId, Instance instance) {
    return Command.request(
            Command.C_STORE_RQ, messageId, instance.sopClassUid(), Command.Body.DATASET)
        .with(Tags.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid());
  }

  /// Asks for an N-service and waits for its answer.
  NResponse normalized(AcceptedContext context, IntFunction<Command> command, Dataset body)
      throws IOException {
    Invocation.Answer answer = answer(ask(context, command, body));
    return new NResponse(answer.command().status(), answer.dataset());
  }

  /// Tells an event of an instance that we provide (N-EVENT-REPORT).
  NResponse report(EventReport report) throws IOException {
    AcceptedContext context =
        contexts
            .asProvider(report.sopClassUid())
            .orElseThrow(() -> new NoContextException(report.sopClassUid()));
    return normalized(
        context,
        id ->
            Command.request(
                    Command.N_EVENT_REPORT_RQ, id, report.sopClassUid(), Command.Body.NONE)
                .with(Tags.AFFECTED_SOP_INSTANCE_UID, report.sopInstanceUid())
                .with(Tags.EVENT_TYPE_ID, report.eventTypeId()),
        report.information());
  }

  /// The same, once the operation that the peer asked for is answered.
  NResponse reportAfter(Performance performance, EventReport report) throws IOException {
    try {
      performance.awaitAnswer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an action waited for its answer", e);
    }
    return report(report);
  }
}
