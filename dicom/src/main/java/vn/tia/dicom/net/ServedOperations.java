package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.io.DicomParseException;

/// The operations that a peer may ask for, each handed to the service for its SOP class and
/// answered with what that says (PS3.7 sections 9 and 10).
///
/// A search runs on a thread of its own, so that a C-CANCEL is heard; the next operation waits for
/// its end.
final class ServedOperations {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  private final AssociationInfo association;
  private final ServedClasses classes;
  private final Identifiers identifiers;
  private final MessageWriter writer;
  private final Work work;
  private Optional<Search> search = Optional.empty();

  ServedOperations(AssociationInfo association, AssociationServer server, MessageWriter writer) {
    this.association = association;
    this.classes = server.classes(association.agreement().requestor());
    this.identifiers = new Identifiers(server.settings().limits());
    this.writer = writer;
    this.work = server.work();
  }

  boolean isSearching() {
    return search.filter(Search::isRunning).isPresent();
  }

  /// Ends the search with this message id, if it still runs.
  void cancel(int messageId) {
    search.filter(s -> s.messageId() == messageId).ifPresent(Search::cancel);
  }

  /// Waits for the search that still runs, if one does.
  void finish() {
    search.ifPresent(Search::join);
  }

  /// Ends the search that still runs, if one does: nobody listens any more.
  void abandon() {
    search.ifPresent(Search::abandon);
    finish();
  }

  /// Runs the operation, skips what it left of the data set, and answers.
  void serve(Message asked, DatasetStream dataset) throws IOException {
    finish();
    var message = new Message(asked.context(), asked.command().named());
    Optional<NResponse> response = attempt(message, dataset);
    if (dataset.failure().isPresent()) {
      throw dataset.failure().get();
    }
    dataset.drain();
    if (response.isPresent()) {
      answer(message, response.get());
    }
  }

  private void answer(Message message, NResponse response) throws IOException {
    int contextId = message.context().id();
    Command request = message.command();
    if (response.attributes().isEmpty()) {
      writer.write(contextId, request.response(response.status(), Command.Body.NONE));
      return;
    }
    Bytes attributes =
        Identifiers.write(response.attributes(), message.context().transferSyntax());
    Command answer = request.response(response.status(), Command.Body.DATASET);
    writer.write(contextId, answer, attributes.stream());
  }

  /// The answer, empty where a search gives it later. What a service throws becomes a status.
  private Optional<NResponse> attempt(Message message, DatasetStream dataset) {
    try {
      return run(message, dataset);
    } catch (RefusedException e) {
      return Optional.of(NResponse.of(e.status()));
    } catch (DicomParseException e) {
      return Optional.of(NResponse.of(notUnderstood(message.command(), e)));
    } catch (IOException | RuntimeException e) {
      if (dataset.failure().isEmpty()) {
        LOG.log(
            Level.WARNING,
            "operation {0} failed with {1}",
            "%04X".formatted(message.command().field()),
            Failures.describe(e));
      }
      return Optional.of(NResponse.of(Status.PROCESSING_FAILURE));
    }
  }

  private static Status notUnderstood(Command command, DicomParseException e) {
    boolean isComposite = command.isComposite();
    Status status =
        switch (e.reason()) {
          case LIMIT -> isComposite ? Status.OUT_OF_RESOURCES : Status.RESOURCE_LIMITATION;
          case MALFORMED, TRUNCATED ->
              isComposite ? Status.CANNOT_UNDERSTAND : Status.PROCESSING_FAILURE;
        };
    return status.withComment(e.getMessage());
  }

  private Optional<NResponse> run(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    Command command = message.command();
    if (!command.sopClassUid().equals(message.context().abstractSyntax())) {
      throw new RefusedException(Status.SOP_CLASS_NOT_SUPPORTED);
    }
    return switch (command.field()) {
      case Command.C_ECHO_RQ -> Optional.of(NResponse.of(Status.SUCCESS));
      case Command.C_STORE_RQ -> Optional.of(NResponse.of(store(message, dataset)));
      case Command.C_FIND_RQ -> {
        find(message, dataset);
        yield Optional.empty();
      }
      case Command.N_CREATE_RQ ->
          Optional.of(service(CreateService.class, message).create(request(message, dataset)));
      case Command.N_SET_RQ ->
          Optional.of(service(SetService.class, message).set(request(message, dataset)));
      default -> throw new RefusedException(Status.UNRECOGNIZED_OPERATION);
    };
  }

  private <T extends DimseService> T service(Class<T> kind, Message message)
      throws RefusedException {
    return classes
        .find(kind, message.context().abstractSyntax())
        .orElseThrow(() -> new RefusedException(Status.UNRECOGNIZED_OPERATION));
  }

  private Status store(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    StoreService service = service(StoreService.class, message);
    var request =
        new StoreRequest(
            association,
            message.command().sopClassUid(),
            message.command().sopInstanceUid().orElse(""),
            message.context().transferSyntax());
    return service.store(request, dataset);
  }

  private NRequest request(Message message, DatasetStream dataset) throws IOException {
    return new NRequest(
        association,
        message.command().sopClassUid(),
        message.command().sopInstanceUid().orElse(""),
        identifiers.read(dataset, message.context().transferSyntax()));
  }

  private void find(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    FindService service = service(FindService.class, message);
    Dataset identifier = identifiers.read(dataset, message.context().transferSyntax());
    var request = new FindRequest(association, message.command().sopClassUid(), identifier);
    if (!work.begin()) {
      throw new RefusedException(Status.OUT_OF_RESOURCES.withComment("the server stops"));
    }
    var started = new Search(message, writer, out -> service.find(request, out), work::end);
    search = Optional.of(started);
    started.start();
  }
}
