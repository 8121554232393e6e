package vn.tia.records.studies;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.Orders;
import vn.tia.records.orders.PlacedListener;
import vn.tia.records.orders.StoredOrder;

/// Links studies that came before their order: an emergency is scanned first and ordered later.
///
/// A study without an order is the order's if it has its Study Instance UID, or its accession
/// number from the same giver or from one that the modality did not name.
public final class LateOrders implements PlacedListener {
  private final Database database;
  private final Facilities facilities;
  private final Orders orders;
  private final StudyRows rows;
  private final List<AdoptedListener> listeners = new CopyOnWriteArrayList<>();

  public LateOrders(Database database, Facilities facilities, Orders orders, StudyLinks links) {
    this.database = database;
    this.facilities = facilities;
    this.orders = orders;
    this.rows = new StudyRows(database, links);
  }

  /// Tells a listener of each study that gets its order from now on.
  public void whenAdopted(AdoptedListener listener) {
    listeners.add(listener);
  }

  /// Studies without an order that were read ahead: by Study Instance UID and by accession number.
  private record Ahead(Set<String> uids, Set<String> accessions) {
    boolean has(StoredOrder order) {
      var numbers = order.content().numbers();
      return numbers.studyUid().filter(uids::contains).isPresent()
          || numbers.accession().filter(id -> accessions.contains(id.value())).isPresent();
    }
  }

  @Override
  public void foresee(Map<Integer, List<ImagingOrder>> orders) {
    var numbers = orders.values().stream().flatMap(List::stream)
        .map(ImagingOrder::numbers).toList();
    var ahead = new Ahead(new HashSet<>(), new HashSet<>());
    database.foresee(ahead);
    database.ask("""
        SELECT study_instance_uid, accession_number FROM study
        WHERE order_id IS NULL
          AND (study_instance_uid = ANY (?::text[]) OR accession_number = ANY (?::text[]))""",
        row -> {
          ahead.uids().add(row.getString(1));
          Optional.ofNullable(row.getString(2)).ifPresent(ahead.accessions()::add);
        },
        numbers.stream().flatMap(one -> one.studyUid().stream()).toArray(String[]::new),
        // Any of them may become the accession number, by the rule of the facility.
        numbers.stream()
            .flatMap(one -> Stream.of(one.accession(), one.placer(), one.filler()))
            .flatMap(Optional::stream).map(AssignedId::value).distinct()
            .toArray(String[]::new));
  }

  @Override
  public void placed(StoredOrder order) {
    if (database.foreseen(Ahead.class).filter(ahead -> !ahead.has(order)).isPresent()) {
      return;
    }
    var studies = adopt(order);
    studies.forEach(study -> rows.project(study, order.facilityId(), Duration.ZERO));
    if (!studies.isEmpty()) {
      orders.imagesArrived(order.facilityId(), order.id());
      listeners.forEach(one -> one.adopted(order.facilityId(), studies));
    }
  }

  private List<Long> adopt(StoredOrder order) {
    var numbers = order.content().numbers();
    var systems = facilities.byId(order.facilityId()).orElseThrow().systems();
    var accession = numbers.accession();
    return database.query("""
            UPDATE study SET order_id = ?, version = version + 1, changed = now()
            WHERE facility_id = ? AND order_id IS NULL
              AND (study_instance_uid = ?
                OR (accession_number = ? AND accession_system IN (?, ?)))
            RETURNING id""",
        (row, _) -> row.getLong(1), order.id(), order.facilityId(),
        numbers.studyUid().orElse(""), accession.map(id -> id.value()).orElse(""),
        accession.map(id -> systems.of(id.authority())).orElse(""),
        systems.of(Authority.UNSAID));
  }
}
