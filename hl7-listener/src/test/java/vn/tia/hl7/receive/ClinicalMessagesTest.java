package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.fhir.FhirJson;

/// AL1 and DG1 of ADT messages and orders, from MLLP to AllergyIntolerance and Condition.
@Timeout(120)
class ClinicalMessagesTest {
  private static final String PENICILLIN =
      "AL1|1|DA|J01C^Penicillin^ATC|SV|Mẩn đỏ~Khó thở|201903\n";
  private static final String SHRIMP = "AL1|2|FA|^Tôm\n";
  private static final String VISIT = "PV1|1|I|NGOAI^301" + "|".repeat(16) + "NV-77^^^BV01\n";

  private final Listener listener = Listener.byTheBook();
  private int sent;

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private String send(String type, String segments) {
    return listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||" + type + "|M-" + ++sent
        + "|P|2.5.1\nEVN||20261124080000\n"
        + "PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG||19720815|F\n" + segments);
  }

  private <T extends Resource> List<T> all(Class<T> type) {
    return listener.texts("SELECT json FROM resource WHERE resource_type = '"
            + type.getSimpleName() + "' AND NOT deleted ORDER BY json").stream()
        .map(json -> FhirJson.decode(json, type)).toList();
  }

  private List<String> allergies() {
    return all(AllergyIntolerance.class).stream()
        .map(one -> one.getCode().getText() + " "
            + one.getClinicalStatus().getCodingFirstRep().getCode())
        .sorted().toList();
  }

  @Test
  void tellsWhatAPatientIsAllergicTo() {
    assertThat(send("ADT^A04", VISIT + PENICILLIN)).contains("MSA|AA");

    var allergy = all(AllergyIntolerance.class).getFirst();
    assertThat(allergy.getCode().getCodingFirstRep().getCode()).isEqualTo("J01C");
    assertThat(allergy.getCode().getText()).isEqualTo("Penicillin");
    assertThat(allergy.getCategory().getFirst().getCode()).isEqualTo("medication");
    assertThat(allergy.getCriticality().toCode()).isEqualTo("high");
    assertThat(allergy.getOnsetDateTimeType().getValueAsString()).isEqualTo("2019-03");
    assertThat(allergy.getReactionFirstRep().getManifestation())
        .extracting(one -> one.getText()).containsExactly("Mẩn đỏ", "Khó thở");
    assertThat(allergy.getReactionFirstRep().getSeverity().toCode()).isEqualTo("severe");
    assertThat(allergy.getPatient().getReference()).startsWith("Patient/");
  }

  @Test
  void keepsAnAllergyThatIsNoLongerListedAsInactive() {
    send("ADT^A04", PENICILLIN + SHRIMP);
    assertThat(allergies()).containsExactly("Penicillin active", "Tôm active");

    send("ADT^A08", SHRIMP);
    assertThat(allergies()).containsExactly("Penicillin inactive", "Tôm active");
    send("ADT^A08", "");
    assertThat(allergies()).as("no AL1 says nothing")
        .containsExactly("Penicillin inactive", "Tôm active");
    send("ADT^A08", PENICILLIN + SHRIMP);
    assertThat(allergies()).containsExactly("Penicillin active", "Tôm active");
    send("ADT^A08", "AL1|1||\"\"\n");
    assertThat(allergies()).containsExactly("Penicillin inactive", "Tôm inactive");
  }

  @Test
  void takesAListThatItCannotReadWholeForNoWholeList() {
    send("ADT^A04", PENICILLIN + SHRIMP);

    assertThat(send("ADT^A08", SHRIMP + "AL1|2|DA|\n")).contains("MSA|AA");

    assertThat(allergies()).containsExactly("Penicillin active", "Tôm active");
  }

  @Test
  void leavesAloneWhatAnOrderDoesNotList() {
    send("ADT^A04", PENICILLIN);
    String order = "ORC|NW|P-1\nOBR|1|P-1||CTN^CT ngực^99HIS\n";

    assertThat(send("ORM^O01", VISIT + SHRIMP + order + "DG1|1|I10|J18.9^Viêm phổi|||W\n"))
        .contains("MSA|AA");

    assertThat(allergies()).containsExactly("Penicillin active", "Tôm active");
    assertThat(all(Condition.class).getFirst().getCode().getCodingFirstRep().getSystem())
        .isEqualTo("http://hl7.org/fhir/sid/icd-10");
  }

  @Test
  void tellsDiagnosesOfAVisitAndTakesThemBack() {
    send("ADT^A01", VISIT + "DG1|1||J18.9^Viêm phổi^I10|Viêm phổi thùy|20261120|A"
        + "|".repeat(10) + "B1^TRẦN^ĐỨC|||20261124093000|CD-1\n");

    var first = all(Condition.class).getFirst();
    assertThat(first.getVerificationStatus().getCodingFirstRep().getCode())
        .isEqualTo("provisional");
    assertThat(first.getCode().getText()).isEqualTo("Viêm phổi thùy");
    assertThat(first.getEncounter().getReference()).isEqualTo("Encounter/"
        + listener.texts("SELECT id FROM resource WHERE resource_type = 'Encounter'").getFirst());
    assertThat(first.getAsserter().getDisplay()).contains("TRẦN");
    assertThat(first.getRecordedDateElement().getValueAsString())
        .isEqualTo("2026-11-24T09:30:00+07:00");

    send("ADT^A03", VISIT + "DG1|1||J18.1^Viêm phổi thùy^I10|||F" + "|".repeat(14) + "CD-1\n");
    assertThat(all(Condition.class)).hasSize(1);
    assertThat(all(Condition.class).getFirst().getVerificationStatus().getCodingFirstRep()
        .getCode()).isEqualTo("confirmed");

    send("ADT^A08", VISIT + "DG1|1||J18.1^Viêm phổi thùy^I10|||F" + "|".repeat(14) + "CD-1|D\n");
    assertThat(all(Condition.class).getFirst().getVerificationStatus().getCodingFirstRep()
        .getCode()).isEqualTo("entered-in-error");
  }

  @Test
  void writesNoVersionWhereTheSameIsToldAgain() {
    send("ADT^A04", VISIT + PENICILLIN + "DG1|1||J18.9^Viêm phổi^I10|||A\n");
    send("ADT^A08", VISIT + PENICILLIN + "DG1|1||J18.9^Viêm phổi^I10|||A\n");

    assertThat(listener.texts("SELECT json FROM resource_history WHERE resource_type"
        + " IN ('AllergyIntolerance', 'Condition')")).isEmpty();
  }

  @Test
  void goesWithAPatientWhoIsMerged() {
    send("ADT^A04", PENICILLIN);
    listener.send("MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||ADT^A40|M-" + ++sent
        + "|P|2.5.1\nEVN||20261124080000\nPID|1||77^^^BV01^MR||ĐẶNG^HƯỜNG||19720815|F\n"
        + "MRG|0012345^^^BV01^MR\n");

    var patient = listener.texts("SELECT fhir_id FROM patient ORDER BY id DESC").getFirst();
    assertThat(all(AllergyIntolerance.class).getFirst().getPatient().getReference())
        .isEqualTo("Patient/" + patient);
  }
}
