package vn.tia.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.net.pdu.Abort;
import vn.tia.dicom.net.pdu.AbortReason;
import vn.tia.dicom.net.pdu.PduException;

/// An association that we opened, with the operations that we ask for on it, one at a time.
///
/// Where an operation fails with an exception, the association has ended. Not for several threads
/// at once, but for [#abort].
public final class Association implements AutoCloseable {
  private final OpenedWire opened;
  private final MessageReader reader;
  private final MessageWriter writer;
  private final ClientSettings settings;
  private final Identifiers identifiers;
  private int lastMessageId;
  private boolean isOpen = true;

  private Association(OpenedWire opened, ClientSettings settings) throws IOException {
    this.opened = opened;
    this.settings = settings;
    this.identifiers = new Identifiers(settings.limits());
    this.reader =
        new MessageReader(
            new Fragments(opened.wire(), opened.agreement().contextsById()),
            settings.limits(),
            settings.timeouts());
    this.writer =
        new MessageWriter(
            opened.wire(), opened.agreement().acceptor().pduBytesMax(), settings.limits());
  }

  /// Connects, proposes what the settings say, and waits for the answer.
  ///
  /// @throws RejectedException if the peer refuses
  /// @throws AbortedException if the peer aborts
  public static Association open(ClientSettings settings) throws IOException {
    OpenedWire opened = OpenedWire.open(settings);
    try {
      return new Association(opened, settings);
    } catch (PduException e) {
      opened.wire().tell(Abort.byProvider(e.reason()));
      opened.wire().close();
      throw e;
    }
  }

  /// An exchange of messages.
  @FunctionalInterface
  interface Exchange<T> {
    T run() throws IOException;
  }

  /// What the peer accepted of what the settings proposed.
  public Agreement agreement() {
    return opened.agreement();
  }

  /// The presentation contexts that the peer accepted, in the order of their ids.
  public List<AcceptedContext> contexts() {
    return agreement().contexts();
  }

  /// The first accepted context for this SOP class.
  public Optional<AcceptedContext> context(String sopClassUid) {
    return contexts().stream().filter(c -> c.abstractSyntax().equals(sopClassUid)).findFirst();
  }

  /// The first accepted context for this SOP class in this transfer syntax.
  public Optional<AcceptedContext> context(String sopClassUid, String transferSyntaxUid) {
    return contexts().stream()
        .filter(c -> c.abstractSyntax().equals(sopClassUid))
        .filter(c -> c.transferSyntax().equals(transferSyntaxUid))
        .findFirst();
  }

  /// Asks whether the peer is there (C-ECHO).
  public Status echo() throws IOException {
    AcceptedContext context = needed(Negotiation.VERIFICATION);
    var request =
        Command.request(
            Command.C_ECHO_RQ, nextMessageId(), Negotiation.VERIFICATION, Command.Body.NONE);
    return exchange(
        () -> {
          writer.write(context.id(), request);
          return response(request).command().status();
        });
  }

  /// Sends an instance (C-STORE), its data set read from `dataset` while it is sent.
  ///
  /// @throws NoContextException if the peer did not accept the SOP class in this transfer syntax;
  ///     the association goes on
  public Status store(Instance instance, InputStream dataset) throws IOException {
    AcceptedContext context =
        context(instance.sopClassUid(), instance.transferSyntaxUid())
            .orElseThrow(() -> new NoContextException(instance.sopClassUid()));
    Command request =
        Command.request(
                Command.C_STORE_RQ,
                nextMessageId(),
                instance.sopClassUid(),
                Command.Body.DATASET)
            .with(Tags.PRIORITY, 0)
            .with(Tags.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid());
    return exchange(
        () -> {
          writer.write(context.id(), request, dataset);
          return response(request).command().status();
        });
  }

  /// Sends a file's data set as it stands in the file (C-STORE), without holding it.
  ///
  /// @throws NoContextException if the peer did not accept the file's SOP class in the file's
  ///     transfer syntax; the association goes on
  public Status store(Path file) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    var instance =
        new Instance(
            named(header, header.meta().sopClass(), Tags.SOP_CLASS_UID),
            named(header, header.meta().sopInstance(), Tags.SOP_INSTANCE_UID),
            header.meta().syntax().uid().value());
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(header.datasetOffset());
      return store(instance, in);
    }
  }

  /// What the data set says of itself counts; the file meta information only repeats it.
  private static String named(DicomHeader header, Optional<String> meta, Tag tag) {
    return header.dataset().string(tag).or(() -> meta).orElse("");
  }

  /// Starts a query (C-FIND). Its matches are read, or the query closed, before the next operation.
  public Matches find(String sopClassUid, Dataset identifier) throws IOException {
    AcceptedContext context = needed(sopClassUid);
    Command request =
        Command.request(
                Command.C_FIND_RQ, nextMessageId(), sopClassUid, Command.Body.DATASET)
            .with(Tags.PRIORITY, 0);
    InputStream body = Identifiers.write(identifier, context.transferSyntax()).stream();
    return exchange(
        () -> {
          writer.write(context.id(), request, body);
          return new Matches(this, context, request);
        });
  }

  /// Creates a managed instance (N-CREATE).
  public NResponse create(String sopClassUid, String sopInstanceUid, Dataset attributes)
      throws IOException {
    Command request =
        Command.request(
                Command.N_CREATE_RQ, nextMessageId(), sopClassUid, Command.Body.DATASET)
            .with(Tags.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    return normalized(needed(sopClassUid), request, attributes);
  }

  /// Changes a managed instance (N-SET).
  public NResponse set(String sopClassUid, String sopInstanceUid, Dataset attributes)
      throws IOException {
    Command request = Command.setRequest(nextMessageId(), sopClassUid, sopInstanceUid);
    return normalized(needed(sopClassUid), request, attributes);
  }

  private NResponse normalized(AcceptedContext context, Command request, Dataset attributes)
      throws IOException {
    InputStream body = Identifiers.write(attributes, context.transferSyntax()).stream();
    return exchange(
        () -> {
          writer.write(context.id(), request, body);
          Message answer = response(request);
          return new NResponse(answer.command().status(), dataset(answer));
        });
  }

  private AcceptedContext needed(String sopClassUid) throws NoContextException {
    return context(sopClassUid).orElseThrow(() -> new NoContextException(sopClassUid));
  }

  private int nextMessageId() {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    return lastMessageId;
  }

  /// The next response to `request`.
  Message response(Command request) throws IOException {
    Message message =
        reader
            .next(settings.timeouts().response())
            .orElseThrow(() -> new IOException("the peer asked for a release, not for patience"));
    Command command = message.command();
    boolean answers =
        command.isResponse()
            && command.messageIdRespondedTo().orElse(-1) == request.messageId();
    if (!answers) {
      throw PduException.invalid(
          "command %04X came where the answer to message %d was due"
              .formatted(command.field(), request.messageId()));
    }
    return message;
  }

  /// The data set of a response, empty where it has none.
  Dataset dataset(Message message) throws IOException {
    DatasetStream in = reader.dataset(message);
    Dataset dataset = identifiers.read(in, message.context().transferSyntax());
    in.drain();
    return dataset;
  }

  void cancel(AcceptedContext context, Command request) throws IOException {
    exchange(
        () -> {
          writer.write(context.id(), Command.cancelRequest(request.messageId()));
          return request;
        });
  }

  /// Runs an exchange; whatever breaks it ends the association.
  <T> T exchange(Exchange<T> exchange) throws IOException {
    if (!isOpen) {
      throw new IOException("the association has ended");
    }
    try {
      return exchange.run();
    } catch (AbortedException e) {
      isOpen = false;
      opened.wire().close();
      throw e;
    } catch (PduException e) {
      end(Abort.byProvider(e.reason()));
      throw e;
    } catch (IOException e) {
      Optional<Abort> lastWord = opened.lastWord();
      end(Abort.byProvider(AbortReason.NOT_SPECIFIED));
      throw lastWord.isPresent() ? new AbortedException(lastWord.get()) : e;
    }
  }

  private void end(Abort why) {
    isOpen = false;
    opened.wire().tell(why);
    opened.wire().close();
  }

  /// Ends the association in order, and closes the connection.
  public void release() throws IOException {
    exchange(
        () -> {
          opened.release();
          return this;
        });
    isOpen = false;
    opened.wire().close();
  }

  /// Ends the association at once; any thread may do so.
  public void abort() {
    end(Abort.BY_USER);
  }

  /// Releases the association if it is still open; a peer that does not answer is left alone.
  @Override
  public void close() {
    if (isOpen) {
      try {
        release();
      } catch (IOException _) {
        // The exchange closed the connection; there is nothing more to end.
      }
    }
  }
}
