package vn.tia.records.studies;

import java.time.Duration;
import java.util.List;
import vn.tia.mapping.exam.Authority;
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

  public LateOrders(Database database, Facilities facilities, Orders orders, StudyLinks links) {
    this.database = database;
    this.facilities = facilities;
    this.orders = orders;
    this.rows = new StudyRows(database, links);
  }

  @Override
  public void placed(StoredOrder order) {
    var studies = adopt(order);
    studies.forEach(study -> rows.project(study, order.facilityId(), Duration.ZERO));
    if (!studies.isEmpty()) {
      orders.imagesArrived(order.facilityId(), order.id());
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
