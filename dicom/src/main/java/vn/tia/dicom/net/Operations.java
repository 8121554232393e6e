package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomParseException;

/// The operations that services offer, each handed to the service for its SOP class and answered
/// with what that says (PS3.7 sections 9 and 10).
final class Operations {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  private final AssociationInfo association;
  private final ServedClasses classes;
  private final Identifiers identifiers;
  private final Invoker invoker;

  Operations(
      AssociationInfo association,
      ServedClasses classes,
      Identifiers identifiers,
      Invoker invoker) {
    this.association = association;
    this.classes = classes;
    this.identifiers = identifiers;
    this.invoker = invoker;
  }

  /// The last response to an operation.
  record Reply(Command response, Dataset dataset) {
    static Reply of(Command request, Status status) {
      return new Reply(request.response(status, Command.Body.NONE), Dataset.EMPTY);
    }

    static Reply of(Command request, NResponse response) {
      return new Reply(
          request.response(response.status(), Command.Body.NONE), response.attributes());
    }
  }

  /// Performs an operation and reads its data set to the end. What a service throws becomes a
  /// status.
  Reply perform(Performance performance, DatasetStream dataset) {
    Reply reply = attempt(performance, dataset);
    try {
      dataset.drain();
    } catch (IOException _) {
      // The stream knows of its failure; who reads messages ends the association.
    }
    return reply;
  }

  private Reply attempt(Performance performance, DatasetStream dataset) {
    Command command = performance.command();
    try {
      return run(performance, dataset);
    } catch (RefusedException e) {
      return Reply.of(command, e.status());
    } catch (DicomParseException e) {
      return Reply.of(command, notUnderstood(command, e));
    } catch (IOException | RuntimeException e) {
      if (dataset.failure().isEmpty()) {
        LOG.log(
            Level.WARNING,
            "operation {0} failed with {1}",
            "%04X".formatted(command.field()),
            Failures.describe(e));
      }
      return Reply.of(command, failed(command));
    }
  }

  private static Status failed(Command command) {
    return switch (command.field()) {
      case Command.C_FIND_RQ -> Status.CANNOT_UNDERSTAND.withComment("the search failed");
      case Command.C_GET_RQ, Command.C_MOVE_RQ ->
          Status.CANNOT_UNDERSTAND.withComment("the retrieval failed");
      default -> Status.PROCESSING_FAILURE;
    };
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

  private Reply run(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Message message = performance.message();
    Command command = message.command();
    if (!InstanceClasses.mayName(
        message.context().abstractSyntax(), command.sopClassUid())) {
      throw new RefusedException(Status.SOP_CLASS_NOT_SUPPORTED);
    }
    return command.isComposite()
        ? composite(performance, dataset) : normalized(performance, dataset);
  }

  private Reply composite(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Command command = performance.command();
    return switch (command.field()) {
      case Command.C_ECHO_RQ -> Reply.of(command, Status.SUCCESS);
      case Command.C_STORE_RQ -> Reply.of(command, store(performance.message(), dataset));
      case Command.C_FIND_RQ -> Reply.of(command, find(performance, dataset));
      case Command.C_GET_RQ -> get(performance, dataset);
      case Command.C_MOVE_RQ -> move(performance, dataset);
      default -> throw new RefusedException(Status.UNRECOGNIZED_OPERATION);
    };
  }

  private Reply normalized(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Message message = performance.message();
    Command command = message.command();
    return switch (command.field()) {
      case Command.N_CREATE_RQ -> {
        CreateService service = service(CreateService.class, message);
        yield Reply.of(command, service.create(request(message, dataset)));
      }
      case Command.N_SET_RQ -> {
        SetService service = service(SetService.class, message);
        yield Reply.of(command, service.set(request(message, dataset)));
      }
      case Command.N_DELETE_RQ -> {
        DeleteService service = service(DeleteService.class, message);
        yield Reply.of(command, service.delete(request(message, dataset)));
      }
      case Command.N_GET_RQ -> Reply.of(command, attributes(message));
      case Command.N_ACTION_RQ -> Reply.of(command, act(performance, dataset));
      case Command.N_EVENT_REPORT_RQ -> Reply.of(command, report(message, dataset));
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
            instance(message),
            message.context().transferSyntax(),
            message.command().moveOriginator());
    return service.store(request, dataset);
  }

  private Status find(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Message message = performance.message();
    FindService service = service(FindService.class, message);
    Dataset identifier = identifier(message, dataset);
    var request = new FindRequest(association, message.command().sopClassUid(), identifier);
    Status status = service.find(request, new Responses(performance));
    return performance.isCancelled() && status.isSuccess() ? Status.CANCEL : status;
  }

  /// Where the matches of one C-FIND go.
  private record Responses(Performance performance) implements FindResponses {
    @Override
    public boolean pending(Status status, Dataset match) {
      return performance.pending(response(status), match);
    }

    @Override
    public boolean withNext(Status status, Dataset match) {
      return match.isEmpty()
          ? pending(status, match) : performance.pendingLater(response(status), match);
    }

    private Command response(Status status) {
      return performance.command().response(status, Command.Body.DATASET);
    }
  }

  private Reply get(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    GetService service = service(GetService.class, performance.message());
    return switch (service.get(retrieval(performance.message(), dataset))) {
      case GetService.Answer.Refused(var status) -> Reply.of(performance.command(), status);
      case GetService.Answer.Sending(var instances) ->
          new SubOperations(
                  performance,
                  instances,
                  new GetSender(invoker, Cause.get(performance.command())))
              .run();
    };
  }

  private Reply move(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Message message = performance.message();
    MoveService service = service(MoveService.class, message);
    RetrieveRequest request = retrieval(message, dataset);
    String destination =
        message.command().moveDestination()
            .orElseThrow(() -> new RefusedException(Status.MOVE_DESTINATION_UNKNOWN));
    return switch (service.move(request, destination)) {
      case MoveService.Answer.Refused(var status) -> Reply.of(performance.command(), status);
      case MoveService.Answer.Sending(var settings, var instances) -> {
        Cause cause = Cause.move(message.command(), association.callingAe());
        yield new SubOperations(performance, instances, new InstanceSender(settings, cause)).run();
      }
    };
  }

  private RetrieveRequest retrieval(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    return new RetrieveRequest(
        association, message.command().sopClassUid(), identifier(message, dataset));
  }

  private Dataset identifier(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    if (!message.command().hasDataset()) {
      throw new RefusedException(
          Status.DATASET_DOES_NOT_MATCH_SOP_CLASS.withComment("the request has no identifier"));
    }
    return information(message, dataset);
  }

  private Dataset information(Message message, DatasetStream dataset) throws IOException {
    return identifiers.read(dataset, message.context().transferSyntax());
  }

  private NRequest request(Message message, DatasetStream dataset) throws IOException {
    return new NRequest(
        association,
        message.command().sopClassUid(),
        instance(message),
        information(message, dataset));
  }

  private static String instance(Message message) {
    return message.command().sopInstanceUid().orElse("");
  }

  private NResponse attributes(Message message) throws RefusedException {
    Command command = message.command();
    return service(NGetService.class, message)
        .attributes(
            new NGetRequest(
                association,
                command.sopClassUid(),
                instance(message),
                command.tags(Tags.ATTRIBUTE_IDENTIFIER_LIST)));
  }

  private NResponse act(Performance performance, DatasetStream dataset)
      throws IOException, RefusedException {
    Message message = performance.message();
    ActionService service = service(ActionService.class, message);
    Command command = message.command();
    int type =
        command.elements().integer(Tags.ACTION_TYPE_ID)
            .orElseThrow(() -> new RefusedException(Status.NO_SUCH_ACTION_TYPE));
    var request =
        new ActionRequest(
            association,
            command.sopClassUid(),
            instance(message),
            type,
            information(message, dataset));
    return service.act(request, report -> invoker.reportAfter(performance, report));
  }

  private NResponse report(Message message, DatasetStream dataset)
      throws IOException, RefusedException {
    EventReportService service = service(EventReportService.class, message);
    Command command = message.command();
    int type =
        command.elements().integer(Tags.EVENT_TYPE_ID)
            .orElseThrow(() -> new RefusedException(Status.NO_SUCH_EVENT_TYPE));
    var report =
        new EventReport(
            command.sopClassUid(), instance(message), type, information(message, dataset));
    return service.report(association, report);
  }
}
