package vn.tia.bridge.availability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.records.access.Access;
import vn.tia.records.availability.DueNotices;
import vn.tia.records.availability.DueNotices.Due;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.outbox.OutboxConsumer;
import vn.tia.records.performed.EndedListener;
import vn.tia.records.performed.PerformedStep;
import vn.tia.records.performed.PerformedSteps;
import vn.tia.records.studies.AdoptedListener;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.StoredListener;
import vn.tia.records.studies.Studies;

/// Finds studies that others are to be told of, and queues what they are told.
///
/// A study of a performed step is told of when all its steps have ended and all that they name is
/// here (IHE RAD-49); a study of an order without such steps, when it has rested. Others aren't.
public final class AvailabilityNotices
    implements StoredListener, EndedListener, AdoptedListener {
  /// Deliveries of these notices.
  public static final String KIND = "AVAILABILITY";

  /// Entries of the outbox whose key is the row ids of instances that came, a comma between them.
  static final String TOPIC = "stored-availability";

  /// Collects what comes in one breath: a series, and the step that it ends.
  private static final Duration BREATH = Duration.ofSeconds(1);

  private final Records records;
  private final ObjectStore objects;
  private final AvailabilitySettings settings;
  private final InstantSource clock;

  /// Where studies and the queue are.
  public record Records(Database database, Outbox outbox, DueNotices due, PerformedSteps steps,
      Studies studies, Facilities facilities, Deliveries deliveries) {}

  public AvailabilityNotices(Records records, ObjectStore objects, AvailabilitySettings settings,
      InstantSource clock) {
    this.records = records;
    this.objects = objects;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void stored(int facilityId, String source, List<Long> ids) {
    records.outbox().append(TOPIC, ids.stream().map(String::valueOf)
        .collect(Collectors.joining(",")), facilityId);
  }

  /// Notes which studies came.
  public OutboxConsumer consumer() {
    return new OutboxConsumer("availability", Set.of(TOPIC), entries -> entries.forEach(entry ->
        records.due().noteInstances(entry.facilityId(),
            Stream.of(entry.key().split(",")).map(Long::valueOf).toList(), BREATH)));
  }

  @Override
  public void ended(int facilityId, PerformedStep step) {
    studies(step).forEach(uid -> records.due().note(facilityId, uid, BREATH));
  }

  @Override
  public void adopted(int facilityId, List<Long> studyIds) {
    records.due().noteStudies(facilityId, studyIds, BREATH);
  }

  private static Stream<String> studies(PerformedStep step) {
    return step.dataset().items(Tags.SCHEDULED_STEP_ATTRIBUTES_SEQUENCE).stream()
        .flatMap(item -> item.string(Tags.STUDY_INSTANCE_UID).stream())
        .distinct().sorted();
  }

  /// Has a study told of anew, since what can be had of it has changed: it was moved, or its bytes
  /// came back.
  public void changed(int facilityId, String studyUid) {
    records.due().note(facilityId, studyUid, BREATH);
  }

  /// Has it told that a study is gone, in the transaction that removes it and before its rows are.
  public void removing(int facilityId, String studyUid) {
    records.database().requireTransaction();
    enqueue(facilityId, studyUid, records.steps().ofStudy(facilityId, studyUid),
        instances(facilityId, studyUid), _ -> "UNAVAILABLE");
  }

  /// Works on the study that is due longest, and says whether there was one.
  public boolean workOnNext() {
    return records.database().inTransaction(() -> {
      var due = records.due().next();
      due.ifPresent(this::work);
      return due.isPresent();
    });
  }

  private void work(Due due) {
    var steps = records.steps().ofStudy(due.facilityId(), due.studyUid());
    var instances = instances(due.facilityId(), due.studyUid());
    var end = due.changed().plus(settings.rest());
    if (steps.isEmpty() && clock.instant().isBefore(end)) {
      records.due().later(due, settings.rest());
      return;
    }
    records.due().done(due);
    var isWhole = steps.isEmpty()
        ? records.due().isOrdered(due.facilityId(), due.studyUid())
        : areComplete(steps, instances);
    // What is missing notes the study again when it comes.
    if (isWhole && !instances.isEmpty()) {
      enqueue(due.facilityId(), due.studyUid(), steps, instances, this::availability);
    }
  }

  private List<StoredInstance> instances(int facilityId, String studyUid) {
    return records.studies().instances(InstancePath.study(studyUid), Access.to(facilityId));
  }

  private static boolean areComplete(
      List<PerformedStep> steps, List<StoredInstance> instances) {
    var here = instances.stream().map(one -> one.uids().instance()).collect(Collectors.toSet());
    return steps.stream().allMatch(step -> step.status().isFinal()
        && named(step.dataset()).allMatch(here::contains));
  }

  /// The instances that a performed step names (PS3.3 table C.4-15).
  private static Stream<String> named(Dataset step) {
    return step.items(Tags.PERFORMED_SERIES_SEQUENCE).stream()
        .flatMap(series -> Stream.concat(
            series.items(Tags.REFERENCED_IMAGE_SEQUENCE).stream(),
            series.items(Tags.REFERENCED_NON_IMAGE_COMPOSITE_SOP_INSTANCE_SEQUENCE).stream()))
        .flatMap(item -> item.string(Tags.REFERENCED_SOP_INSTANCE_UID).stream());
  }

  private void enqueue(int facilityId, String studyUid, List<PerformedStep> steps,
      List<StoredInstance> instances, Function<StoredInstance, String> availability) {
    var code = records.facilities().byId(facilityId).orElseThrow().code();
    var told = settings.destinations().stream()
        .filter(one -> one.facility().equals(code))
        .map(Destination::aeTitle)
        .toList();
    if (told.isEmpty()) {
      return;
    }
    var notice = AvailabilityNotice.encode(AvailabilityNotice.of(
        studyUid, steps, instances, availability, settings.retrieveAe()));
    for (var destination : told) {
      // The key is the SOP Instance UID: tried again, a notice stays the same.
      records.deliveries().enqueue(new Delivery(facilityId, destination, KIND, notice, studyUid,
          Uid.random().value(), instances.size() + " instances of a study"));
    }
  }

  private String availability(StoredInstance instance) {
    try (var _ = objects.open(new ObjectId(instance.bytes().objectId()))) {
      return "ONLINE";
    } catch (ObjectStoreException.Missing _) {
      return "UNAVAILABLE";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
