package vn.tia.records.testkit;

import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.facilities.FacilityProfile;

/// Facilities for tests: two hospitals that must never notice each other.
public final class TestFacilities {
  private TestFacilities() {}

  public static Facility first(Database database) {
    return new Facilities(database).ensure(new FacilityProfile("BV01", "Bệnh viện Đa khoa tỉnh",
        "BV01", "urn:oid:1.2.840.99999.1", FacilityProfile.ZONE));
  }

  public static Facility second(Database database) {
    return new Facilities(database).ensure(new FacilityProfile("BV02", "Bệnh viện Sản Nhi",
        "BV02", "urn:oid:1.2.840.99999.2", FacilityProfile.ZONE));
  }
}
