package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.rest.ClientWrites.Effect;
import vn.tia.fhir.rest.ClientWrites.Written;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// One transaction: all its entries or none, in one transaction of the records.
///
/// Criteria are looked up before anything is written. Then what is deleted goes first, what is made
/// and changed next, and what is read last, whatever the order of the entries.
final class TransactionBundle {
  private final Interactions interactions;
  private final Interactions.Parts parts;
  private final RestCall whole;
  private final BundleReferences references;

  /// An entry and what it comes to; nothing planned for one that reads.
  private record Step(int place, RestCall call, Optional<Plan> plan) {
    Stream<Wish> wishes() {
      return plan.stream().flatMap(one -> one.wishes().stream());
    }
  }

  TransactionBundle(Interactions interactions, Interactions.Parts parts, RestCall whole) {
    this.interactions = interactions;
    this.parts = parts;
    this.whole = whole;
    this.references = new BundleReferences(
        parts.planning().bodies().context(), parts.planning().conditions(), whole);
  }

  Reply answer(Bundle bundle) {
    try {
      var steps = steps(bundle);
      requireOneEach(steps);
      steps.stream().filter(step -> step.call().isRead()).forEach(this::tryRead);
      located(steps, () -> {
        parts.referrers().check(
            steps.stream().flatMap(Step::wishes).toList(), whole.caller().access());
        return steps;
      });
      var replies = parts.database().inRepeatableTransaction(() -> written(steps));
      parts.search().wrote();
      steps.stream().filter(step -> step.plan().isPresent())
          .forEach(step -> replies.computeIfPresent(
              step.place(), (_, reply) -> parts.remarks().to(reply)));
      steps.stream().filter(step -> isSearch(step.call()))
          .forEach(step -> replies.put(step.place(), interactions.answer(step.call())));
      var answer = new BundleText("transaction-response", OptionalLong.empty());
      steps.forEach(step -> BundleInteraction.write(answer, whole, replies.get(step.place())));
      return Reply.of(answer.text());
    } catch (BaseServerResponseException refusal) {
      throw interactions.refused(whole, "transaction", refusal);
    }
  }

  private List<Step> steps(Bundle bundle) {
    var steps = new ArrayList<Step>();
    for (var entry : bundle.getEntry()) {
      steps.add(at(steps.size(), () -> step(steps.size(), entry)));
    }
    steps.forEach(step -> at(step.place(), () -> {
      step.wishes().forEach(this::resolve);
      return step;
    }));
    return steps;
  }

  private Step step(int place, BundleEntryComponent entry) {
    var call = EntryCalls.of(entry, whole);
    var plan = call.isRead() ? Optional.<Plan>empty() : Optional.of(planned(call));
    plan.flatMap(TransactionBundle::key)
        .ifPresent(key -> references.add(entry.getFullUrl(), key));
    return new Step(place, call, plan);
  }

  private void resolve(Wish wish) {
    switch (wish) {
      case Wish.Create(_, var resource) -> references.resolve(resource);
      case Wish.Update(_, var resource, _) -> references.resolve(resource);
      case Wish.Patch _, Wish.Delete _ -> { }
    }
  }

  private Plan planned(RestCall call) {
    if (call.target() instanceof Target.System && !call.isRead()) {
      throw new InvalidRequestException("a Bundle within a Bundle is not done");
    }
    var plan = parts.planning().plan(call);
    return plan instanceof Plan.Do(Wish.Patch(var key, var change, var guard), var claim)
        ? new Plan.Do(new Wish.Patch(key, resolved(change), guard), claim) : plan;
  }

  /// What a patch brings in may refer to other entries, too.
  private UnaryOperator<Resource> resolved(UnaryOperator<Resource> change) {
    return resource -> {
      var patched = change.apply(resource);
      references.resolve(patched);
      return patched;
    };
  }

  private static Optional<ResourceKey> key(Plan plan) {
    return switch (plan) {
      case Plan.Do(Wish.Delete _, _), Plan.Deletes _ -> Optional.empty();
      case Plan.Do(var wish, _) -> Optional.of(wish.key());
      case Plan.Already(var there) -> Optional.of(there.key());
    };
  }

  /// Refuses a transaction that writes a resource twice: which of them would last?
  private static void requireOneEach(List<Step> steps) {
    var places = new HashMap<ResourceKey, Integer>();
    steps.forEach(step -> at(step.place(), () -> {
      step.wishes().map(Wish::key).forEach(key -> {
        var first = places.putIfAbsent(key, step.place());
        if (first != null) {
          throw new InvalidRequestException("entry %d of the transaction writes that %s, too"
              .formatted(first, key.type()));
        }
      });
      return step;
    }));
  }

  /// Refuses a search that can't be answered before anything is written.
  private void tryRead(Step step) {
    if (isSearch(step.call())) {
      at(step.place(), () ->
          new SearchCall(step.call(), SearchPlace.of(step.call().target()).orElseThrow())
              .answer(parts.search()));
    }
  }

  private static boolean isSearch(RestCall call) {
    return call.isRead() && SearchPlace.of(call.target()).isPresent();
  }

  private Map<Integer, Reply> written(List<Step> steps) {
    var replies = new HashMap<Integer, Reply>();
    parts.database().planOnce();
    var claimed = claimed(steps);
    var wishes = Stream.concat(
            steps.stream().flatMap(Step::wishes).filter(wish -> wish instanceof Wish.Delete),
            steps.stream().flatMap(Step::wishes).filter(wish -> !(wish instanceof Wish.Delete)))
        .filter(wish -> !claimed.containsKey(wish.key())).toList();
    var made = located(steps, () ->
        parts.writes().write(wishes, whole.caller().access()));
    var written = new HashMap<ResourceKey, Optional<Written>>();
    for (int i = 0; i < wishes.size(); i++) {
      written.put(wishes.get(i).key(), made.get(i));
    }
    claimed.forEach((key, there) ->
        written.put(key, Optional.of(new Written(there, Effect.CHANGED))));
    for (var step : steps) {
      step.plan().ifPresent(plan -> replies.put(
          step.place(), Interactions.reply(step.call().quiet(), became(plan, written))));
    }
    ClientWrites.facilities(made).forEach(facility ->
        interactions.record(whole, "transaction", Optional.of(facility)));
    steps.stream().filter(step -> step.call().isRead() && !isSearch(step.call()))
        .forEach(step -> replies.put(step.place(), read(step)));
    return replies;
  }

  /// Does a part of the work on all entries, and says of which one it is refused.
  private static <T> T located(List<Step> steps, Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedWish refused) {
      var place = steps.stream().filter(step -> step.wishes()
          .anyMatch(wish -> wish.key().equals(refused.key()))).findFirst().orElseThrow().place();
      return at(place, () -> {
        throw refused.refusal();
      });
    }
  }

  private Reply read(Step step) {
    return at(step.place(), () -> interactions.answer(step.call()));
  }

  /// What others made under the same criteria since they were looked up; in one order, so that two
  /// transactions never wait for each other.
  private Map<ResourceKey, StoredResource> claimed(List<Step> steps) {
    var claimed = new HashMap<ResourceKey, StoredResource>();
    steps.stream().flatMap(step -> step.plan().stream())
        .filter(Plan.Do.class::isInstance).map(Plan.Do.class::cast)
        .filter(plan -> plan.claim().isPresent())
        .sorted((one, other) -> one.claim().orElseThrow().compareTo(other.claim().orElseThrow()))
        .forEach(plan -> parts.claims()
            .claim(plan.claim().orElseThrow(), plan.wish().key(), whole.caller().access())
            .ifPresent(there -> {
              claimed.put(plan.wish().key(), there);
              references.replace(plan.wish().key(), there.key());
            }));
    if (!claimed.isEmpty()) {
      steps.stream().flatMap(Step::wishes).forEach(this::resolve);
    }
    return claimed;
  }

  private static Optional<Written> became(
      Plan plan, Map<ResourceKey, Optional<Written>> written) {
    return switch (plan) {
      case Plan.Do(var wish, _) -> written.getOrDefault(wish.key(), Optional.empty());
      case Plan.Already(var there) -> Optional.of(new Written(there, Effect.CHANGED));
      case Plan.Deletes(var wishes) -> wishes.size() == 1
          ? written.getOrDefault(wishes.getFirst().key(), Optional.empty()) : Optional.empty();
    };
  }

  /// Does a part of the work on an entry; what is refused of it is the refusal of the whole, which
  /// says the entry that it is about.
  private static <T> T at(int place, Supplier<T> work) {
    try {
      return work.get();
    } catch (BusyException busy) {
      throw busy;
    } catch (BaseServerResponseException refusal) {
      throw Outcomes.at("Bundle.entry[%d]".formatted(place), refusal);
    }
  }
}
