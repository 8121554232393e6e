package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.fhir.rest.Ownership.Said;
import vn.tia.records.access.Access;
import vn.tia.records.patients.WrittenPatients;
import vn.tia.records.resources.Change;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Makes writes in the running transaction: of one request all of them or, by its exception, none;
/// of several requests those that aren't refused. What many resources need is asked and written in
/// a few statements for all.
final class ClientWrites {
  private final Parts parts;

  /// What writes go by.
  record Parts(Resources resources, WrittenPatients patients, OrderWrites orders,
      Ownership ownership, List<WriteRule> rules, FhirRestSettings settings) {}

  ClientWrites(Parts parts) {
    this.parts = parts;
  }

  /// What became of a wish.
  record Written(StoredResource resource, Effect effect) {}

  /// How a write changed what is there.
  enum Effect { MADE, CHANGED, DELETED }

  /// What became of a request of several.
  sealed interface Outcome {
    /// Its wish is done; nothing where what was to be deleted is not there.
    record Done(Optional<Written> written) implements Outcome {}

    /// Nothing of it is done.
    record Refused(BaseServerResponseException refusal) implements Outcome {}
  }

  /// Makes the writes; what became of each, in the same order, empty where what was to be deleted
  /// is not there.
  ///
  /// @throws RefusedWish if one is refused
  List<Optional<Written>> write(List<? extends Wish> wishes, Access access) {
    var round = new WriteRound(parts, wishes, access);
    var said = round.prepare(parts.resources().lock(round.known()));
    round.check(said, Map.of());
    return round.written(parts.resources().change(round.changes()));
  }

  /// Makes the writes of several requests, each of one wish about a resource of its own, which is
  /// no patient and no order; what became of each, in the same order.
  List<Outcome> writeEach(List<? extends Wish> wishes, Access access) {
    var outcomes = new HashMap<ResourceKey, Outcome>();
    var rounds = new LinkedHashMap<ResourceKey, WriteRound>();
    wishes.forEach(wish ->
        rounds.put(wish.key(), new WriteRound(parts, List.of(wish), access)));
    var locked = parts.resources().lock(
        rounds.values().stream().flatMap(round -> round.known().stream()).toList());
    var said = new LinkedHashMap<ResourceKey, Said>();
    each(rounds, outcomes, (key, round) -> said.put(key, round.prepare(locked)));
    var ahead = parts.ownership().look(said.values(), access);
    var changes = new LinkedHashMap<ResourceKey, List<Change>>();
    each(rounds, outcomes, (key, round) -> {
      round.check(said.get(key), ahead);
      changes.put(key, round.changes());
    });
    var made = parts.resources().change(changes.values().stream().flatMap(List::stream).toList());
    var from = 0;
    for (var one : changes.entrySet()) {
      var to = from + one.getValue().size();
      outcomes.put(one.getKey(), new Outcome.Done(
          rounds.get(one.getKey()).written(made.subList(from, to)).getFirst()));
      from = to;
    }
    return wishes.stream().map(wish -> outcomes.get(wish.key())).toList();
  }

  private interface Step {
    void take(ResourceKey key, WriteRound round);
  }

  /// Takes a step of all requests that aren't refused, by which some are.
  private static void each(Map<ResourceKey, WriteRound> rounds,
      Map<ResourceKey, Outcome> outcomes, Step step) {
    for (var one : List.copyOf(rounds.entrySet())) {
      try {
        step.take(one.getKey(), one.getValue());
      } catch (RefusedWish refused) {
        rounds.remove(one.getKey());
        outcomes.put(one.getKey(), new Outcome.Refused(refused.refusal()));
      }
    }
  }

  /// Whose the resources are that were written.
  static Set<Integer> facilities(List<Optional<Written>> written) {
    return written.stream().flatMap(Optional::stream)
        .map(one -> one.resource().facilityId()).collect(Collectors.toSet());
  }
}
