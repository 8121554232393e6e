package vn.tia.records.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.testkit.TestDatabase;

class AccessRuleTest {
  private final Database database = TestDatabase.fresh();
  private final Facilities facilities = new Facilities(database);

  @AfterEach
  void close() {
    database.close();
  }

  private static FacilitySettings settings(String code, List<String> nodes, List<String> senders) {
    return new FacilitySettings(code, code, code, "urn:oid:1.2.840.99999.7", FacilityProfile.ZONE,
        nodes.stream().map(CallingAe::of).toList(), senders.stream().map(Hl7Sender::of).toList());
  }

  private AccessRule rule(FacilitySettings... settings) {
    return AccessRule.of(facilities, List.of(settings));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException error) {
      throw new IllegalArgumentException(error);
    }
  }

  private static Optional<String> code(Optional<Grant> grant) {
    return grant.map(Grant::facility).map(Facility::code);
  }

  @Test
  void knowsTheFacilityAndTheRightsOfADicomNode() {
    var rule = rule(
        settings("BV01", List.of("CT01", "VIEWER:query+worklist"), List.of()),
        settings("BV02", List.of("CT02:store"), List.of()));

    var modality = rule.dicom("CT01 ", address("10.0.0.5")).orElseThrow();
    var viewer = rule.dicom("VIEWER", address("10.0.0.5")).orElseThrow();
    var other = rule.dicom("CT02", address("10.0.0.5")).orElseThrow();

    assertThat(modality.facility().code()).isEqualTo("BV01");
    assertThat(modality.rights()).containsExactlyInAnyOrder(Right.values());
    assertThat(viewer.rights()).containsExactlyInAnyOrder(Right.QUERY, Right.WORKLIST);
    assertThat(viewer.allows(Right.STORE)).isFalse();
    assertThat(other.access().allows(modality.facility().id())).isFalse();
    assertThat(other.access().allows(other.facility().id())).isTrue();
  }

  @Test
  void grantsAStrangerNothing() {
    var rule = rule(settings("BV01", List.of("CT01@10.0.0.5+10.0.0.6"), List.of("HIS|BV01")));

    assertThat(rule.dicom("CT99", address("10.0.0.5"))).isEmpty();
    assertThat(rule.dicom("ct01", address("10.0.0.5"))).isEmpty();
    assertThat(rule.dicom("", address("10.0.0.5"))).isEmpty();
    assertThat(rule.dicom("*", address("10.0.0.5"))).isEmpty();
    assertThat(rule.dicom("CT01", address("10.0.0.7"))).isEmpty();
    assertThat(rule.dicom("CT01", address("10.0.0.6"))).isPresent();
    assertThat(rule.hl7("HIS", "BV02")).isEmpty();
    assertThat(rule.hl7("", "")).isEmpty();
    assertThat(rule.hl7("*", "*")).isEmpty();
  }

  @Test
  void prefersTheCallerThatIsNamed() {
    var rule = rule(
        settings("TEST", List.of("*"), List.of("*")),
        settings("BV01", List.of("CT01"), List.of("HIS|BV01", "HIS")));

    assertThat(code(rule.dicom("CT01", address("10.0.0.5")))).contains("BV01");
    assertThat(code(rule.dicom("ANYONE", address("10.0.0.5")))).contains("TEST");
    assertThat(code(rule.hl7("HIS", "BV01"))).contains("BV01");
    assertThat(code(rule.hl7("HIS", "elsewhere"))).contains("BV01");
    assertThat(code(rule.hl7("LIS", "BV01"))).contains("TEST");
  }

  @Test
  void tellsTwoNodesOfOneTitleApartByTheirAddresses() {
    var rule = rule(
        settings("BV01", List.of("CT@10.1.0.5"), List.of()),
        settings("BV02", List.of("CT@10.2.0.5"), List.of()));

    assertThat(code(rule.dicom("CT", address("10.1.0.5")))).contains("BV01");
    assertThat(code(rule.dicom("CT", address("10.2.0.5")))).contains("BV02");
  }

  @Test
  void refusesACallerThatTwoFacilitiesClaim() {
    assertThatThrownBy(() -> rule(
        settings("BV01", List.of("CT"), List.of()), settings("BV02", List.of("CT"), List.of())))
        .hasMessage("the AE title CT is claimed by the facilities BV01 and BV02");
    assertThatThrownBy(() -> rule(
        settings("BV01", List.of(), List.of("HIS|X")),
        settings("BV02", List.of(), List.of("HIS|X"))))
        .hasMessage("the HL7 sender HIS|X is claimed by the facilities BV01 and BV02");
  }

  @Test
  void letsHttpSeeEveryFacilityAlsoOneThatLeftTheSettings() {
    rule(settings("BV99", List.of(), List.of()));
    var rule = rule(
        settings("BV01", List.of(), List.of()), settings("BV02", List.of(), List.of()));

    assertThat(rule.http().facilityIds()).hasSize(3).isEqualTo(Set.copyOf(
        facilities.all().stream().map(Facility::id).toList()));
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    var settings = Stream.<Runnable>of(
        () -> CallingAe.of("A_TITLE_OF_17_CHR"),
        () -> CallingAe.of("A\\B"),
        () -> CallingAe.of("CT:delete"),
        () -> CallingAe.of(" "),
        () -> Hl7Sender.of("|BV01"));

    assertThat(settings).allSatisfy(one ->
        assertThatThrownBy(one::run).isInstanceOf(IllegalArgumentException.class));
    assertThatThrownBy(() -> CallingAe.of("CT:delete"))
        .hasMessage("a right is store, query, retrieve or worklist, got: delete");
  }
}
