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

/// An association that we opened, with the operations that we ask for on it, and the services that
/// the peer may ask of us: a C-GET brings C-STOREs, an N-ACTION may be followed by N-EVENT-REPORTs.
///
/// Any thread may ask; as many operations are under way at once as the window that was agreed on,
/// one without a word about it, and the next one waits. Where an operation fails with an exception,
/// the association has ended.
public final class Association implements AutoCloseable {
  private final OpenedAssociation opened;
  private final Invoker invoker;

  private Association(OpenedAssociation opened) {
    this.opened = opened;
    this.invoker = opened.invoker();
  }

  /// Connects, proposes what the settings say, and waits for the answer.
  ///
  /// @throws RejectedException if the peer refuses
  /// @throws AbortedException if the peer aborts
  public static Association open(ClientSettings settings, DimseService... services)
      throws IOException {
    return new Association(OpenedAssociation.open(settings, List.of(services)));
  }

  Invoker invoker() {
    return invoker;
  }

  /// What the peer accepted of what the settings proposed.
  public Agreement agreement() {
    return invoker.contexts().agreement();
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
    Invocation invocation =
        invoker.ask(
            needed(Negotiation.VERIFICATION),
            id ->
                Command.request(
                    Command.C_ECHO_RQ, id, Negotiation.VERIFICATION, Command.Body.NONE),
            InputStream.nullInputStream());
    return invoker.answer(invocation).command().status();
  }

  /// Sends an instance (C-STORE), its data set read from `dataset` while it is sent.
  ///
  /// @throws NoContextException if the peer did not accept the SOP class in this transfer syntax;
  ///     the association goes on
  public Status store(Instance instance, InputStream dataset) throws IOException {
    return storing(instance, dataset).status();
  }

  /// Sends an instance (C-STORE) and returns when it was sent, with the answer to come: where the
  /// window allows, the next one can follow before that.
  ///
  /// @throws NoContextException if the peer did not accept the SOP class in this transfer syntax;
  ///     the association goes on
  public Outstanding storing(Instance instance, InputStream dataset) throws IOException {
    return new Outstanding(invoker, invoker.store(instance, dataset, Cause.OURSELVES));
  }

  /// Sends a file's data set as it stands in the file (C-STORE), without holding it.
  ///
  /// @throws NoContextException if the peer did not accept the file's SOP class in the file's
  ///     transfer syntax; the association goes on
  public Status store(Path file) throws IOException {
    return storing(file).status();
  }

  /// Sends a file's data set as it stands in the file (C-STORE) and returns when it was sent, with
  /// the answer to come.
  ///
  /// @throws NoContextException if the peer did not accept the file's SOP class in the file's
  ///     transfer syntax; the association goes on
  public Outstanding storing(Path file) throws IOException {
    DicomHeader header = DicomFile.readHeader(file);
    var instance =
        new Instance(
            named(header, header.meta().sopClass(), Tags.SOP_CLASS_UID),
            named(header, header.meta().sopInstance(), Tags.SOP_INSTANCE_UID),
            header.meta().syntax().uid().value());
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(header.datasetOffset());
      return storing(instance, in);
    }
  }

  /// What the data set says of itself counts; the file meta information only repeats it.
  private static String named(DicomHeader header, Optional<String> meta, Tag tag) {
    return header.dataset().string(tag).or(() -> meta).orElse("");
  }

  /// Starts a query (C-FIND). Its matches are read to the last, or the query closed.
  public Matches find(String sopClassUid, Dataset identifier) throws IOException {
    AcceptedContext context = needed(sopClassUid);
    Invocation invocation =
        invoker.ask(context, id -> query(Command.C_FIND_RQ, id, sopClassUid), identifier);
    return new Matches(invoker, context, invocation);
  }

  /// Asks the peer to send instances to us (C-GET), for which a [StoreService] was given at the
  /// opening and the provider's role taken in the contexts of their SOP classes.
  public Retrieval get(String sopClassUid, Dataset identifier) throws IOException {
    AcceptedContext context = needed(sopClassUid);
    Invocation invocation =
        invoker.ask(context, id -> query(Command.C_GET_RQ, id, sopClassUid), identifier);
    return new Retrieval(invoker, context, invocation);
  }

  /// Asks the peer to send instances to another application entity (C-MOVE).
  public Retrieval move(String sopClassUid, Dataset identifier, String destinationAe)
      throws IOException {
    AcceptedContext context = needed(sopClassUid);
    Invocation invocation =
        invoker.ask(
            context,
            id ->
                query(Command.C_MOVE_RQ, id, sopClassUid)
                    .with(Tags.MOVE_DESTINATION, destinationAe),
            identifier);
    return new Retrieval(invoker, context, invocation);
  }

  private static Command query(int field, int messageId, String sopClassUid) {
    return Command.request(field, messageId, sopClassUid, Command.Body.NONE)
        .with(Tags.PRIORITY, 0);
  }

  /// Creates a managed instance (N-CREATE).
  public NResponse create(String sopClassUid, String sopInstanceUid, Dataset attributes)
      throws IOException {
    return invoker.normalized(
        needed(sopClassUid),
        id ->
            Command.request(Command.N_CREATE_RQ, id, sopClassUid, Command.Body.NONE)
                .with(Tags.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid),
        attributes);
  }

  /// Changes a managed instance (N-SET).
  public NResponse set(String sopClassUid, String sopInstanceUid, Dataset attributes)
      throws IOException {
    return invoker.normalized(
        needed(sopClassUid),
        id -> Command.onInstance(Command.N_SET_RQ, id, sopClassUid, sopInstanceUid),
        attributes);
  }

  /// Reads attributes of a managed instance (N-GET), all of them where none are named.
  public NResponse attributes(String sopClassUid, String sopInstanceUid, List<Tag> attributes)
      throws IOException {
    return invoker.normalized(
        needed(sopClassUid),
        id -> {
          Command bare = Command.onInstance(Command.N_GET_RQ, id, sopClassUid, sopInstanceUid);
          return attributes.isEmpty()
              ? bare : bare.with(Tags.ATTRIBUTE_IDENTIFIER_LIST, attributes);
        },
        Dataset.EMPTY);
  }

  /// Asks for an action on a managed instance (N-ACTION).
  public NResponse act(
      String sopClassUid, String sopInstanceUid, int actionTypeId, Dataset information)
      throws IOException {
    return invoker.normalized(
        needed(sopClassUid),
        id ->
            Command.onInstance(Command.N_ACTION_RQ, id, sopClassUid, sopInstanceUid)
                .with(Tags.ACTION_TYPE_ID, actionTypeId),
        information);
  }

  /// Deletes a managed instance (N-DELETE).
  public Status delete(String sopClassUid, String sopInstanceUid) throws IOException {
    return invoker
        .normalized(
            needed(sopClassUid),
            id -> Command.onInstance(Command.N_DELETE_RQ, id, sopClassUid, sopInstanceUid),
            Dataset.EMPTY)
        .status();
  }

  /// Tells an event of an instance that we provide (N-EVENT-REPORT), having taken the provider's
  /// role for its SOP class.
  public NResponse report(EventReport report) throws IOException {
    return invoker.report(report);
  }

  private AcceptedContext needed(String sopClassUid) throws NoContextException {
    return invoker.contexts().asUser(sopClassUid)
        .orElseThrow(() -> new NoContextException(sopClassUid));
  }

  /// Ends the association in order, and closes the connection.
  public void release() throws IOException {
    opened.release();
  }

  /// Ends the association at once.
  public void abort() {
    opened.abort();
  }

  /// Releases the association if it is still open; a peer that does not answer is left alone.
  @Override
  public void close() {
    if (opened.isOpen()) {
      try {
        release();
      } catch (IOException _) {
        // The release closed the connection; there is nothing more to end.
      }
    }
  }
}
