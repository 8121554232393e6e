package vn.tia.records.testkit;

import java.time.Clock;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.merges.PatientMerges;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.patients.Replacements;
import vn.tia.records.resources.Resources;

/// The records of two hospitals on a fresh database, wired as the program wires them.
public record TestRecords(Database database, Facility first, Facility second,
    Resources resources, Patients patients, Orders orders, PatientMerges merges)
    implements AutoCloseable {

  public static TestRecords fresh() {
    var database = TestDatabase.fresh();
    var facilities = new Facilities(database);
    var resources = new Resources(database, new Outbox(database), Clock.systemUTC());
    var patients = new Patients(database, facilities, resources);
    var orders = new Orders(database, facilities, patients, resources, OrderSettings.DEFAULT,
        Clock.systemUTC());
    var merges = new PatientMerges(database, patients,
        new Replacements(database, facilities, patients), orders, resources);
    return new TestRecords(database, TestFacilities.first(database),
        TestFacilities.second(database), resources, patients, orders, merges);
  }

  /// How many rows a table has.
  public int count(String table) {
    return database.jdbc().sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  @Override public void close() {
    database.close();
  }
}
