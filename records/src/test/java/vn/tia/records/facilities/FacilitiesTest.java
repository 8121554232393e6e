package vn.tia.records.facilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.database.Database;
import vn.tia.records.testkit.TestDatabase;

class FacilitiesTest {
  private final Database database = TestDatabase.fresh();
  private final Facilities facilities = new Facilities(database);

  @AfterEach
  void close() {
    database.close();
  }

  private static FacilityProfile named(String code, String name) {
    return new FacilityProfile(
        code, name, "MRN", "urn:oid:1.2.840.99999.7", FacilityProfile.ZONE);
  }

  @Test
  void makesAFacilityOnceAndKeepsItUpToDate() {
    var made = facilities.ensure(named("BV01", "Bệnh viện Đa khoa"));
    var renamed = facilities.ensure(named("BV01", "Bệnh viện Đa khoa tỉnh"));
    var other = facilities.ensure(named("TTYT02", "Trung tâm Y tế"));

    assertThat(renamed.id()).isEqualTo(made.id());
    assertThat(facilities.byCode("BV01")).contains(renamed);
    assertThat(facilities.byId(other.id())).contains(other);
    assertThat(facilities.byCode("BV99")).isEmpty();
    assertThat(facilities.all()).containsExactly(renamed, other);
    assertThat(renamed.zone().getId()).isEqualTo("Asia/Ho_Chi_Minh");
  }

  @Test
  void refusesACodeThatDoesNotFitIntoAUrl() {
    assertThatThrownBy(() -> named("BV 01/..", "x"))
        .hasMessage("a facility's code has 1 to 32 letters, digits, - or _, got: BV 01/..");
  }
}
