package vn.tia.bridge.prefetch;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.tia.bridge.forward.Route;
import vn.tia.bridge.remote.RemoteQuestion;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.remote.RemoteStudies.Brought;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.StoredOrder;
import vn.tia.records.patients.Patients;
import vn.tia.records.studies.Found;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudyQuery.NameMatching;
import vn.tia.records.studies.StudySearch;

/// Fetches the priors of an order, and queues them for where they are to go; tried again while an
/// archive that may hold some is away.
public final class PrefetchChannel implements DeliveryChannel {

  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
  /// Studies of one patient that are looked at.
  private static final int STUDIES_MAX = 200;
  private static final int INSTANCES_MAX = 20_000;

  private final List<PrefetchRule> rules;
  private final Records records;
  private final RemoteStudies remotes;
  private final InstantSource clock;

  /// Where orders, patients and studies are.
  public record Records(Database database, Orders orders, Patients patients, StudySearch search,
      InstanceSelection selection, Deliveries deliveries) {}

  public PrefetchChannel(List<PrefetchRule> rules, Records records, RemoteStudies remotes,
      InstantSource clock) {
    this.rules = List.copyOf(rules);
    this.records = records;
    this.remotes = remotes;
    this.clock = clock;
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    var text = new String(delivery.payload().toArray(), StandardCharsets.UTF_8);
    int space = text.indexOf(' ');
    var rule = rules.stream()
        .filter(one -> one.name().equals(text.substring(space + 1))).findFirst();
    var order = records.orders().byId(
        delivery.facilityId(), Long.parseLong(text.substring(0, space)));
    if (rule.isEmpty() || order.isEmpty()) {
      return new Rejected("the settings have no such rule any more, or the order is gone");
    }
    return fetch(rule.get(), order.get());
  }

  private DeliveryOutcome fetch(PrefetchRule rule, StoredOrder order) {
    var access = Access.to(order.facilityId());
    var silent = new TreeSet<String>();
    var wanted = candidates(order, access, silent).entrySet().stream()
        .filter(one -> isWanted(rule, order, one.getValue()))
        .sorted(Map.Entry.comparingByValue(
            Comparator.comparing(PrefetchChannel::date).reversed()))
        .map(Map.Entry::getKey)
        .filter(uid -> isOfBodyPart(rule, uid, access))
        .limit(rule.prior().countMax())
        .toList();
    boolean isFailed = remotes.bring(wanted, access) == Brought.FAILED;
    rule.to().ifPresent(route -> sendOn(route, order, wanted, access));
    if (!silent.isEmpty()) {
      return new RetryLater("no answer from " + String.join(", ", silent));
    }
    return isFailed ? new RetryLater("not all priors could be fetched") : new Delivered();
  }

  /// The patient's studies, here and elsewhere, by UID.
  private Map<String, Dataset> candidates(
      StoredOrder order, Access access, Set<String> silent) {
    Map<String, Dataset> candidates = new LinkedHashMap<>();
    for (var number : numbers(order)) {
      records.search().find(query(QueryLevel.STUDY, Map.of(Tags.PATIENT_ID, number)), access)
          .forEach(one -> candidates.putIfAbsent(one.path().study(), one.attributes()));
      var found = remotes.find(RemoteQuestion.of(QueryLevel.STUDY,
          Map.of(Tags.PATIENT_ID, number), STUDIES_MAX), access);
      silent.addAll(found.silent());
      found.matches().stream().map(RemoteStudies.Match::attributes)
          // Another archive may match by more than the whole number.
          .filter(one -> one.string(Tags.PATIENT_ID).filter(id -> id.strip().equals(number))
              .isPresent())
          .forEach(one -> one.string(Tags.STUDY_INSTANCE_UID)
              .ifPresent(uid -> candidates.putIfAbsent(uid.strip(), one)));
    }
    order.content().numbers().studyUid().ifPresent(candidates::remove);
    return candidates;
  }

  private List<String> numbers(StoredOrder order) {
    return Optional.ofNullable(
            records.patients().byIds(List.of(order.patientId())).get(order.patientId()))
        .map(stored -> stored.patient().identifiers().stream()
            .map(number -> number.value()).distinct().toList())
        .orElse(List.of());
  }

  private static StudyQuery query(QueryLevel level, Map<Tag, String> keys) {
    return new StudyQuery(level, keys, NameMatching.WORDS, STUDIES_MAX, 0);
  }

  private boolean isWanted(PrefetchRule rule, StoredOrder order, Dataset study) {
    var modalities = rule.wanted(order);
    var oldest = LocalDate.ofInstant(
        clock.instant().minus(rule.prior().age()), java.time.ZoneOffset.UTC).format(DATE);
    return date(study).compareTo(oldest) >= 0
        && (modalities.isEmpty() || study.strings(Tags.MODALITIES_IN_STUDY).stream()
            .anyMatch(one -> modalities.contains(one.strip())));
  }

  private static String date(Dataset study) {
    return study.string(Tags.STUDY_DATE).orElse("").strip();
  }

  private boolean isOfBodyPart(PrefetchRule rule, String uid, Access access) {
    if (rule.prior().bodyParts().isEmpty()) {
      return true;
    }
    var key = Map.of(Tags.STUDY_INSTANCE_UID, uid);
    return Stream.concat(
            records.search().find(query(QueryLevel.SERIES, key), access).stream()
                .map(Found::attributes),
            remotes.find(RemoteQuestion.of(QueryLevel.SERIES, key, STUDIES_MAX), access)
                .matches().stream().map(RemoteStudies.Match::attributes))
        .anyMatch(series -> series.string(Tags.BODY_PART_EXAMINED)
            .filter(part -> rule.prior().bodyParts().contains(part.strip())).isPresent());
  }

  private void sendOn(Route route, StoredOrder order, List<String> studies, Access access) {
    for (var study : studies) {
      var ids = records.selection().ids(new InstanceSelection.Keys(Optional.empty(),
          List.of(study), List.of(), List.of()), access, INSTANCES_MAX);
      if (!ids.isEmpty()) {
        records.database().inTransaction(() -> {
          records.deliveries().enqueue(
              route.sending(order.facilityId(), study, ids, "order " + order.id()));
        });
      }
    }
  }
}
