package vn.tia.dicom.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends instances to a destination, for a C-MOVE or because we want to. The association is opened
/// for the first instance; where one needs a presentation context that was not proposed, another
/// association takes its place.
public final class InstanceSender implements SubOperations.Sender {
  private static final System.Logger LOG = System.getLogger(AssociationServer.class.getName());

  /// PS3.8 section 9.3.2.2: ids are the odd numbers from 1 to 255.
  private static final int CONTEXTS_MAX = 128;

  /// So many associations in a row that break at an instance, and the destination is given up.
  private static final int BROKEN_MAX = 3;

  private final Cause cause;
  private ClientSettings settings;
  private Optional<Association> association = Optional.empty();
  private int broken;

  /// Sends because we want to.
  public InstanceSender(ClientSettings settings) {
    this(settings, Cause.OURSELVES);
  }

  InstanceSender(ClientSettings settings, Cause cause) {
    this.settings = settings;
    this.cause = cause;
  }

  /// How the destination took an instance, empty where it could not be sent.
  ///
  /// @throws IOException if there is no association to be had, or three broke in a row
  @Override
  public Optional<Status> send(SentInstance instance) throws IOException {
    if (!isProposed(instance)) {
      propose(instance);
      close();
    }
    if (association.isEmpty()) {
      association = Optional.of(Association.open(settings));
    }
    try {
      Optional<Status> status =
          new GetSender(association.get().invoker(), cause).send(instance);
      broken = 0;
      return status;
    } catch (IOException e) {
      LOG.log(Level.INFO, "the destination of instances: {0}", e.getMessage());
      association.get().abort();
      association = Optional.empty();
      broken++;
      if (broken == BROKEN_MAX) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private boolean isProposed(SentInstance instance) {
    return instance.transferSyntaxes().stream()
        .anyMatch(
            uid ->
                settings.proposals().stream()
                    .filter(p -> p.sopClassUid().equals(instance.sopClassUid()))
                    .anyMatch(p -> p.transferSyntaxes().contains(uid)));
  }

  /// One context for each transfer syntax: the peer then can't choose one that we don't like.
  private void propose(SentInstance instance) {
    List<ClientSettings.Proposal> proposals = new ArrayList<>(settings.proposals());
    for (String uid : instance.transferSyntaxes()) {
      proposals.add(new ClientSettings.Proposal(instance.sopClassUid(), List.of(uid)));
    }
    int surplus = Math.max(0, proposals.size() - CONTEXTS_MAX);
    settings = settings.withProposals(proposals.subList(surplus, proposals.size()));
  }

  @Override
  public void close() {
    association.ifPresent(Association::close);
    association = Optional.empty();
  }
}
