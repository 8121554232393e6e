package vn.tia.records.studies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import vn.tia.records.database.Database;
import vn.tia.records.studies.KnownRows.SeriesKey;
import vn.tia.records.studies.KnownRows.StudyKey;
import vn.tia.records.studies.NewInstance.Key;

/// Gives instances their rows: many at a time in one transaction, each UID once per facility.
///
/// A study finds or makes its patient and looks for its order when its first instance comes; the
/// order's scheduled steps have then started. The ImagingStudy follows later, from
/// `study_projection`.
public final class StudyRegistry {

  /// How long a study rests before its ImagingStudy is made anew: short enough for "visible within
  /// 2 s of the last image", long enough that a running transfer costs one encoding a second.
  private static final Duration REST = Duration.ofMillis(700);

  /// How often a batch is tried again when others registered or moved the same meanwhile.
  private static final int TRIES_MAX = 4;

  private final Database database;
  private final StudyRows studies;
  private final SeriesRows series;
  private final InstanceRows instances;
  private final CopyRows copies;
  private volatile boolean hasCopies;
  private final List<StoredListener> listeners = new CopyOnWriteArrayList<>();

  public StudyRegistry(Database database, StudyLinks links) {
    this.database = database;
    this.studies = new StudyRows(database, links);
    this.series = new SeriesRows(database);
    this.instances = new InstanceRows(database);
    this.copies = new CopyRows(database);
    this.hasCopies = copies.isUsed();
  }

  /// Has copies of other archives' studies told apart from originals from now on.
  public void expectCopies() {
    hasCopies = true;
  }

  /// Has somebody hear of all that is registered from now on.
  public void whenStored(StoredListener listener) {
    listeners.add(listener);
  }

  /// Registers instances, all or none; when this returns outside a transaction, they are durable.
  ///
  /// @return for each instance, in the order given, how it ended
  public List<Registered> register(List<NewInstance> batch) {
    return register(batch, () -> { });
  }

  /// The same, for instances whose bytes are still being made durable: what is known of them is
  /// read meanwhile.
  ///
  /// @param bytes returns when they are, before the commit; where it throws, nothing is registered
  public List<Registered> register(List<NewInstance> batch, Runnable bytes) {
    for (int tries = 1; ; tries++) {
      try {
        return database.inTransaction(() -> {
          var outcomes = registerOnce(batch);
          bytes.run();
          return outcomes;
        });
      } catch (DuplicateKeyException | PessimisticLockingFailureException e) {
        // Another node was faster with a study, series or instance of this batch: now it is found.
        // Or a merge moved one study of a patient while this batch brought another: it is over now.
        if (tries == TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private List<Registered> registerOnce(List<NewInstance> batch) {
    if (hasCopies) {
      copies.keep(batch);
    }
    database.planOnce();
    var known = KnownRows.read(database, batch);
    Map<Key, NewInstance> added = new LinkedHashMap<>();
    List<Registered> outcomes = new ArrayList<>(batch.size());
    for (var instance : batch) {
      outcomes.add(outcome(instance, known, added));
    }
    if (!added.isEmpty()) {
      add(List.copyOf(added.values()), known);
    }
    if (hasCopies && added.size() < batch.size()) {
      // The instance that another was found to be may be a copy that came a moment ago.
      copies.keep(batch);
    }
    return outcomes;
  }

  /// Of the same UID twice in one batch, the first is added and the second finds it.
  private static Registered outcome(
      NewInstance instance, KnownRows known, Map<Key, NewInstance> added) {
    var key = instance.key();
    if (known.instances().containsKey(key)) {
      return new Registered.Known(known.instances().get(key));
    }
    var first = added.putIfAbsent(key, instance);
    return first == null
        ? new Registered.Added(known.doubt(instance)) : new Registered.Known(first.bytes());
  }

  /// All of it goes to the server with the commit, unless a study is new: it looks for its patient
  /// and its order.
  private void add(List<NewInstance> added, KnownRows known) {
    Map<Key, Long> seriesOf = new HashMap<>();
    List<StudyRows.Change> studyChanges = new ArrayList<>();
    List<SeriesRows.Change> seriesChanges = new ArrayList<>();
    for (var study : byStudy(added)) {
      var first = study.getFirst();
      long studyId = Optional.ofNullable(known.studies().get(StudyKey.of(first)))
          .orElseGet(() -> studies.create(first));
      boolean isGrown = false;
      for (var one : bySeries(study)) {
        var found = Optional.ofNullable(known.series().get(SeriesKey.of(one.getFirst())));
        long seriesId = found.orElseGet(() -> series.create(studyId, one.getFirst()));
        isGrown |= found.isEmpty();
        seriesChanges.add(new SeriesRows.Change(seriesId, one.size()));
        one.forEach(instance -> seriesOf.put(instance.key(), seriesId));
      }
      if (hasCopies) {
        copies.note(studyId, study);
      }
      Quarantine.note(database, first.facilityId(), studyId,
          study.stream().flatMap(one -> known.doubt(one).stream()));
      studyChanges.add(new StudyRows.Change(studyId, isGrown, study));
    }
    series.count(seriesChanges);
    studies.changed(studyChanges, REST);
    var ids = instances.insert(added, seriesOf);
    var originals = hasCopies
        ? added.stream().filter(one -> !CachedStudies.isCopy(one)).toList() : added;
    ArchivedDocuments.note(database, originals, ids);
    NestedKeys.note(database, added, seriesOf, ids);
    if (!listeners.isEmpty()) {
      groups(originals, one -> one.facilityId() + "/" + one.source())
          .forEach(group -> announce(group, ids));
    }
  }

  private void announce(List<NewInstance> group, Map<Key, Long> ids) {
    var first = group.getFirst();
    var stored = group.stream().map(one -> ids.get(one.key())).toList();
    listeners.forEach(one -> one.stored(first.facilityId(), first.source(), stored));
  }

  /// The studies in one order, so that two nodes never wait for each other.
  private static List<List<NewInstance>> byStudy(List<NewInstance> instances) {
    return groups(instances.stream()
        .sorted(Comparator.comparing((NewInstance one) -> one.study().uid())
            .thenComparing(NewInstance::facilityId))
        .toList(), one -> one.facilityId() + "/" + one.study().uid());
  }

  private static List<List<NewInstance>> bySeries(List<NewInstance> instances) {
    return groups(instances, one -> one.series().uid());
  }

  private static List<List<NewInstance>> groups(
      List<NewInstance> instances, Function<NewInstance, String> key) {
    Map<String, List<NewInstance>> groups = new LinkedHashMap<>();
    for (var instance : instances) {
      groups.computeIfAbsent(key.apply(instance), _ -> new ArrayList<>()).add(instance);
    }
    return List.copyOf(groups.values());
  }
}
