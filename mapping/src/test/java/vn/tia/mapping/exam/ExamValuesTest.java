package vn.tia.mapping.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExamValuesTest {
  @Test void composesNamesAndDropsControlCharacters() {
    var decomposed = Normalizer.normalize("NGUYỄN", Normalizer.Form.NFD);

    var name = HumanName.of(decomposed, "VĂN\rPID|1", "AN\0");

    assertThat(name).isEqualTo(HumanName.of("NGUYỄN", "VĂN PID|1", "AN"));
    assertThat(name.text()).isEqualTo("NGUYỄN VĂN PID|1 AN");
  }

  @Test void keepsThatOnlyTheYearOfBirthIsKnown() {
    assertThat(PartialDate.parse("1957")).hasToString("1957").isEqualTo(PartialDate.ofYear(1957));
    assertThat(PartialDate.parse("1957").date()).isEmpty();
    assertThat(PartialDate.parse("19570321").date()).contains(LocalDate.of(1957, 3, 21));
    assertThat(PartialDate.parse("1957-03")).hasToString("1957-03");
  }

  @Test void refusesDatesThatDoNotExist() {
    assertThatIllegalArgumentException().isThrownBy(() -> PartialDate.parse("20230230"))
        .withMessage("no such date");
    assertThatIllegalArgumentException().isThrownBy(() -> PartialDate.parse("12/03/57"))
        .withMessage("a date has 4, 6 or 8 digits, got 8 characters");
  }

  @Test void neverCutsAnIdentifier() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PatientIdentifier.local("7".repeat(200)))
        .withMessage("a patient identifier has 200 characters, at most 199 are kept");
    assertThatIllegalArgumentException().isThrownBy(() -> PatientIdentifier.local(" \r "))
        .withMessage("a patient identifier is blank");
  }

  @Test void takesAnIdentifierWithoutATypeForARecordNumber() {
    var identifier = new PatientIdentifier("123", Authority.UNSAID, "");

    assertThat(identifier).isEqualTo(PatientIdentifier.local("123"));
    assertThat(identifier.isLocal()).isTrue();
    assertThat(new PatientIdentifier("001099012345", Authority.UNSAID, "ni").isLocal()).isFalse();
  }

  @Test void namesEveryAuthorityByOneUri() {
    var systems = new AuthoritySystems("79001", "BVCR", "urn:oid:1.2.3");

    assertThat(systems.of(Authority.UNSAID)).isEqualTo("urn:oid:1.2.3");
    assertThat(systems.of(Authority.ofNamespace("bvcr"))).isEqualTo("urn:oid:1.2.3");
    assertThat(systems.of(Authority.ofNamespace("LAB"))).isEqualTo("urn:tia:authority:79001:LAB");
    assertThat(systems.of(Authority.ofOid("2.16.840.1"))).isEqualTo("urn:oid:2.16.840.1");
    assertThat(systems.of(Authority.ofUri("http://x.vn/id"))).isEqualTo("http://x.vn/id");
  }

  @Test void refusesAnOrderThatNothingIdentifies() {
    var numbers = new OrderNumbers(Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty());
    var patient = Patient.of(List.of(), HumanName.UNKNOWN, Optional.empty(), Sex.UNKNOWN);
    var procedure = new RequestedProcedure(Optional.empty(), List.of(), Optional.empty(),
        Optional.empty(), List.of(), Optional.empty(), Priority.ROUTINE, Optional.empty(),
        Optional.empty());

    assertThatIllegalArgumentException().isThrownBy(() -> new ImagingOrder(OrderControl.NEW,
            Optional.empty(), numbers, patient, PatientCondition.UNSAID, Visit.UNSAID,
            Request.UNSAID, procedure, List.of()))
        .withMessage("an order needs a placer order number, a filler order number or an accession "
            + "number");
  }
}
