package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;

/// The kinds of numbers that Vietnamese systems send, as type or as name of who gave them.
class PatientNumbersTest {

  private static final AuthoritySystems SYSTEMS =
      new AuthoritySystems("BV01", "BV01", "urn:oid:1.2.3");

  @ParameterizedTest
  @CsvSource({
      "001072012345, '', NI, NI, sid/national_id, true",
      "001 072 012 345, CCCD, '', NI, sid/national_id, true",
      "012345678, CMND, '', NNVNM, sid/citizen_id, true",
      "012345678, '', NI, NNVNM, sid/citizen_id, true",
      "000000000000, '', NI, NI, sid/national_id, false",
      "0, '', NI, NI, sid/national_id, false",
      "DN4750123456789, '', BHYT, HC, sid/insurance_number, true",
      "dn 4 75 0123456789, '', HC, HC, sid/insurance_number, true",
      "0123456789, BHXH, '', HC, sid/insurance_number, true",
      "QQQ, '', HC, HC, sid/insurance_number, false",
      "B1234567, '', PPN, PPN, sid/passport_number, true",
      "T-77, '', TMP, TEMP, urn:oid:1.2.3, true",
      "0012345, BV01, MR, MR, urn:oid:1.2.3, true",
      "0012345, BV01, '', MR, urn:oid:1.2.3, true",
      "V-1, BV01, VN, VN, urn:oid:1.2.3, false"})
  void knowsTheKindOfANumber(String value, String namespace, String type, String kind,
      String system, boolean identifies) {
    var authority = new Authority(Optional.of(namespace), Optional.empty(), Optional.empty());

    var number = PatientNumbers.of(value, authority, type);

    assertThat(number.typeCode()).isEqualTo(kind);
    assertThat(SYSTEMS.of(number)).endsWith(system);
    assertThat(number.identifies()).isEqualTo(identifies);
  }
}
