package vn.tia.fhir.rest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.ResourceType;
import vn.tia.fhir.rest.ClientWrites.Outcome;
import vn.tia.fhir.rest.ClientWrites.Outcome.Done;
import vn.tia.fhir.rest.ClientWrites.Written;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.resources.ResourceKey;

/// Makes the writes of several requests in one transaction: those that come while one is being
/// written wait, and are written together, with one look into the records and one flush (ADR
/// 0016).
///
/// Writes of one resource never go together, and keep the order in which they came. What is refused
/// of a group is refused before anything is written; where the transaction fails, each goes alone.
///
/// Safe for use by many threads. Nobody works for the group but the threads of its members.
final class WriteGroups {
  /// Members of one transaction; 64: beyond it a commit costs nothing per write any more.
  private static final int MEMBERS_MAX = 64;

  /// Transactions at once; 2: while one waits for the disk, the other computes.
  private static final int GROUPS_MAX = 2;

  /// Their rows are written by statements of their own, and belong to what orders write.
  private static final Set<String> ROWS =
      Set.of(ResourceType.Patient.name(), ResourceType.ServiceRequest.name());

  /// A write that wants to be made.
  ///
  /// @param audit tells the audit trail of it, in the transaction that makes it
  record Member(Wish wish, Access access, Consumer<Optional<Written>> audit) {
    ResourceKey key() {
      return wish.key();
    }
  }

  private enum State { WAITING, TAKEN, ENDED }

  /// A member on its way.
  private final class Place {
    final Member member;
    final Condition changed = lock.newCondition();
    State state = State.WAITING;
    Optional<Outcome> outcome = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();

    Place(Member member) {
      this.member = member;
    }
  }

  private final Database database;
  private final ClientWrites writes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Place> waiting = new ArrayDeque<>();
  /// What is being written.
  private final Set<ResourceKey> busy = new HashSet<>();
  private int running;

  WriteGroups(Database database, ClientWrites writes) {
    this.database = database;
    this.writes = writes;
  }

  /// The one write of a plan that can go together with others.
  static Optional<Wish> wish(Plan plan) {
    return plan instanceof Plan.Do(var wish, var claim) && claim.isEmpty()
        && !ROWS.contains(wish.key().type()) ? Optional.of(wish) : Optional.empty();
  }

  /// What became of a write, once it is durable; empty where nothing was done, and it has to go
  /// alone.
  ///
  /// @throws RecordsUnavailable if the database can't serve
  Optional<Outcome> write(Member member) {
    var place = new Place(member);
    List<Place> group;
    lock.lock();
    try {
      waiting.add(place);
      while (place.state == State.TAKEN || place.state == State.WAITING && !mayBegin(place)) {
        place.changed.awaitUninterruptibly();
      }
      if (place.state == State.ENDED) {
        return outcome(place);
      }
      running++;
      group = gather(place);
      wakeNext();
    } finally {
      lock.unlock();
    }
    try {
      write(group);
    } finally {
      end(group);
    }
    return outcome(place);
  }

  private static Optional<Outcome> outcome(Place place) {
    place.failure.ifPresent(failure -> {
      throw failure;
    });
    return place.outcome;
  }

  private void end(List<Place> group) {
    lock.lock();
    try {
      running--;
      group.forEach(one -> {
        busy.remove(one.member.key());
        one.state = State.ENDED;
        one.changed.signal();
      });
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBegin(Place place) {
    return running < GROUPS_MAX && free().contains(place);
  }

  private void wakeNext() {
    if (running < GROUPS_MAX) {
      free().stream().findFirst().ifPresent(next -> next.changed.signal());
    }
  }

  /// Those that wait and whose resource nobody writes, nor waits before them to write.
  private List<Place> free() {
    var names = new HashSet<>(busy);
    return waiting.stream().filter(place -> names.add(place.member.key())).toList();
  }

  /// Takes a place that may begin, and with it others of the same access, the first to come first.
  private List<Place> gather(Place first) {
    var group = new ArrayList<>(List.of(first));
    free().stream()
        .filter(place -> place != first && place.member.access().equals(first.member.access()))
        .limit(MEMBERS_MAX - 1L).forEach(group::add);
    group.forEach(place -> {
      place.state = State.TAKEN;
      busy.add(place.member.key());
    });
    waiting.removeAll(group);
    return group;
  }

  private void write(List<Place> group) {
    var members = group.stream().map(place -> place.member).toList();
    try {
      var outcomes = database.inRepeatableTransaction(() -> written(members));
      for (int i = 0; i < group.size(); i++) {
        group.get(i).outcome = Optional.of(outcomes.get(i));
      }
    } catch (RecordsUnavailable e) {
      group.forEach(place -> place.failure = Optional.of(e));
    } catch (RuntimeException _) {
      // Rolled back: each goes alone and finds its own fault, or none.
    }
  }

  private List<Outcome> written(List<Member> members) {
    database.planOnce();
    var outcomes = writes.writeEach(
        members.stream().map(Member::wish).toList(), members.getFirst().access());
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Done(var written)) {
        members.get(i).audit().accept(written);
      }
    }
    return outcomes;
  }
}
