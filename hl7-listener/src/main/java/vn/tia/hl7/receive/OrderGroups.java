package vn.tia.hl7.receive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.records.database.Database;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.messages.InboundMessage;
import vn.tia.records.messages.Messages;
import vn.tia.records.orders.Orders;

/// Writes order messages of several connections in one transaction: those that come while one is
/// written wait, and are written together, with one look into the records and one flush.
///
/// Messages that have to do with each other never go together, and keep the order in which they
/// came. Where one of a group can't be done, nothing of the group is, and each goes alone.
///
/// Safe for use by many threads. Nobody works for the group but the threads of its members.
final class OrderGroups {
  /// Members of one transaction; 32: what eight connections bring never waits, and a transaction
  /// takes some milliseconds still.
  private static final int MEMBERS_MAX = 32;

  /// Transactions at once; 2: while one waits for the disk, the other computes.
  private static final int GROUPS_MAX = 2;

  /// A message that wants to be written.
  ///
  /// @param names what it locks, by which it may have to do with others
  /// @param effect all that it does, in a running transaction
  record Member(int facilityId, InboundMessage message, List<ImagingOrder> orders,
      Set<String> names, Supplier<Taken> effect) {}

  private enum State { WAITING, TAKEN, DONE }

  /// A member on its way.
  private final class Place {
    final Member member;
    final Condition changed = lock.newCondition();
    State state = State.WAITING;
    Optional<Taken> taken = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();

    Place(Member member) {
      this.member = member;
    }
  }

  private final Database database;
  private final Messages messages;
  private final Orders orders;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Place> waiting = new ArrayDeque<>();
  /// What the transactions that run have locked.
  private final Set<String> busy = new HashSet<>();
  private int running;

  OrderGroups(Database database, Messages messages, Orders orders) {
    this.database = database;
    this.messages = messages;
    this.orders = orders;
  }

  /// What became of a member, once it is durable; empty where nothing was done, and the member has
  /// to go alone.
  ///
  /// @throws RecordsUnavailable if the database can't serve
  Optional<Taken> take(Member member) {
    var place = new Place(member);
    List<Place> group;
    lock.lock();
    try {
      waiting.add(place);
      while (place.state == State.TAKEN || place.state == State.WAITING && !mayBegin(place)) {
        place.changed.awaitUninterruptibly();
      }
      if (place.state == State.DONE) {
        return result(place);
      }
      running++;
      group = gather(place);
      wakeNext();
    } finally {
      lock.unlock();
    }
    write(group);
    lock.lock();
    try {
      running--;
      group.forEach(one -> {
        busy.removeAll(one.member.names());
        one.state = State.DONE;
        one.changed.signal();
      });
      wakeNext();
    } finally {
      lock.unlock();
    }
    return result(place);
  }

  /// How many wait now.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Taken> result(Place place) {
    place.failure.ifPresent(failure -> {
      throw failure;
    });
    return place.taken;
  }

  private boolean mayBegin(Place place) {
    return running < GROUPS_MAX && free().contains(place);
  }

  private void wakeNext() {
    if (running < GROUPS_MAX) {
      free().stream().findFirst().ifPresent(next -> next.changed.signal());
    }
  }

  /// Those that wait and have nothing to do with what is being written, nor with one that waits
  /// before them; nor any two of them with each other, therefore.
  private List<Place> free() {
    Set<String> names = new HashSet<>(busy);
    var free = new ArrayList<Place>();
    for (var place : waiting) {
      if (place.member.names().stream().noneMatch(names::contains)) {
        free.add(place);
      }
      names.addAll(place.member.names());
    }
    return free;
  }

  /// Takes a place that may begin, and with it others, the first to come first.
  private List<Place> gather(Place first) {
    var group = new ArrayList<>(List.of(first));
    free().stream().filter(place -> place != first).limit(MEMBERS_MAX - 1L).forEach(group::add);
    group.forEach(place -> {
      place.state = State.TAKEN;
      busy.addAll(place.member.names());
    });
    waiting.removeAll(group);
    return group;
  }

  private void write(List<Place> group) {
    try {
      var taken = database.inTransaction(() -> {
        foresee(group.stream().map(place -> place.member).toList());
        return group.stream().map(place -> place.member.effect().get()).toList();
      });
      for (int i = 0; i < group.size(); i++) {
        group.get(i).taken = Optional.of(taken.get(i));
      }
    } catch (RecordsUnavailable e) {
      group.forEach(place -> place.failure = Optional.of(e));
    } catch (RuntimeException _) {
      // Rolled back: each goes alone and finds its own fault, or none.
    }
  }

  private void foresee(List<Member> members) {
    database.planOnce();
    database.lock(members.stream().flatMap(one -> one.names().stream()).toList());
    messages.foresee(members.stream().map(Member::message).toList());
    orders.foresee(members.stream().collect(Collectors.groupingBy(Member::facilityId,
        Collectors.flatMapping(one -> one.orders().stream(), Collectors.toList()))));
  }
}
