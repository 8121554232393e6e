package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.tia.mapping.exam.ImagingAppointment.Change;
import vn.tia.mapping.exam.ReportStatus;
import vn.tia.mapping.exam.VisitEvent;
import vn.tia.mapping.hl7.OrderDraft.StepDraft;
import vn.tia.mapping.hl7.StepRules.StepSource;

/// Every row of the mapping tables does something: without it, a full message reads otherwise.
class RuleCoverageTest {

  private static final OrderSite SITE = OrderSite.standard(ZoneId.of("Asia/Ho_Chi_Minh"));

  private static String segment(String name, Object... numbered) {
    var fields = new TreeMap<Integer, String>();
    for (int i = 0; i < numbered.length; i += 2) {
      fields.put((Integer) numbered[i], (String) numbered[i + 1]);
    }
    var text = new StringBuilder(name);
    for (int field = 1; field <= fields.lastKey(); field++) {
      text.append('|').append(fields.getOrDefault(field, ""));
    }
    return text + "\r";
  }

  private static final String HEAD = "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124||%s|7|P|2.5.1\r"
      + segment("PID", 3, "77^^^BV01^MR", 5, "ĐẶNG^HƯỜNG^THỊ", 7, "1972", 8, "F",
          11, "12 Lê Lợi", 13, "0905", 18, "AN-1");

  private static final String ORDER = HEAD.formatted("OMI^O23")
      + segment("NTE", 3, "Khó nghe")
      + segment("PV1", 2, "I", 3, "NGOAI^301", 7, "B1^TRẦN^ĐỨC", 8, "B2^LÊ^MAI", 19, "NV-7",
          44, "20261123220000")
      + segment("AL1", 3, "PEN^Penicillin^L")
      + segment("IN1", 2, "BHYT", 3, "75", 4, "BHXH", 36, "DN4750123456789")
      + segment("ORC", 1, "NW", 2, "P-1", 3, "F-1", 4, "G-1", 5, "SC", 9, "20261124081400",
          10, "D1^VŨ^HOA", 12, "B3^HỒ^AN", 13, "^^^^^^^^Khoa", 17, "VIEN", 22, "1 Trần Phú",
          28, "R^Kín")
      + segment("TQ1", 7, "20261124090000", 9, "S")
      + segment("OBR", 2, "P-1", 4, "CTN^CT ngực^99HIS", 12, "DS^Nguy hiểm", 13, "Máy tạo nhịp",
          16, "B2^LÊ^MAI", 17, "0905 999", 30, "WALK", 31, "J18^Ho", 34, "T01&PHẠM&LAN",
          44, "CT1^CT^99")
      + segment("NTE", 3, "Chú ý")
      + segment("OBX", 2, "NM", 3, "29463-7", 5, "52", 6, "kg")
      + segment("OBX", 2, "NM", 3, "8302-2", 5, "158", 6, "cm")
      + segment("OBX", 2, "CE", 3, "82810-3", 5, "N")
      + segment("OBX", 2, "ST", 3, "^special needs", 5, "Xe lăn")
      + segment("OBX", 2, "ST", 3, "^contrast agent", 5, "Ultravist")
      + "IPC|A-1|RP-1|1.2.840.1|S-1|CT|C1^CT ngực không thuốc^99|CT64|P101|CT_A\r";

  private static final String RESULT = HEAD.formatted("ORU^R01")
      + segment("OBR", 2, "P-1", 3, "F-1", 4, "CTN^CT ngực^99HIS", 7, "20261124090000",
          18, "A-1", 22, "20261124095500", 24, "CT", 25, "F", 32, "77&TRẦN&BÌNH")
      + segment("TXA", 2, "DI", 12, "DOC-2", 13, "DOC-1");

  private static final String VISIT = HEAD.formatted("ADT^A02")
      + segment("EVN", 2, "20261124090000", 6, "20261124085500")
      + segment("PV1", 2, "I", 3, "NGOAI^301", 6, "CC^1", 7, "B1^TRẦN^ĐỨC", 8, "B2^LÊ^MAI",
          19, "NV-7", 44, "20261123220000", 45, "20261127100000");

  private static final String BOOKING = HEAD.formatted("SIU^S12")
      + segment("SCH", 1, "PA-1", 2, "FA-1", 7, "NEW^Đặt lịch", 26, "P-1", 27, "F-1")
      + "TQ1|1||||||20261126143000|20261126150000\r"
      + "AIS|1|A|CTN^CT ngực^99HIS\rAIL|1|A|Phòng CT^2\rAIP|1|A|77^TRẦN^BÌNH\r";

  private static OrderSource source(String message) {
    byte[] bytes = message.getBytes(UTF_8);
    var read = Hl7Message.read(bytes, MessageHeader.read(bytes), ReadSettings.DEFAULT);
    int own = (int) read.segments().stream()
        .takeWhile(one -> !one.name().matches("ORC|OBR|SCH")).count();
    return new OrderSource(SITE, read.segments().subList(0, own),
        read.segments().subList(own, read.segments().size()));
  }

  private static <T> List<T> without(List<T> rules, int left) {
    var others = new ArrayList<>(rules);
    if (left >= 0) {
      others.remove(left);
    }
    return others;
  }

  private static <S, T> void apply(List<Rule<S, T>> rules, S source, T draft) {
    var leftOut = new ArrayList<Fault>();
    rules.forEach(rule -> rule.apply(source, draft, leftOut));
    assertThat(leftOut).isEmpty();
  }

  private static Object order(int patientRule, int orderRule, int stepRule) {
    var source = source(ORDER);
    var draft = new OrderDraft();
    apply(without(PatientRules.RULES, patientRule), source, draft.patient);
    apply(without(OrderRules.RULES, orderRule), source, draft);
    var ipc = source.own("IPC").stream().findFirst();
    var step = new StepDraft(ipc);
    apply(without(StepRules.RULES, stepRule), new StepSource(source, ipc), step);
    draft.steps.add(step);
    return draft.toOrder();
  }

  @Test
  void needsEveryRuleOfAnOrder() {
    var whole = order(-1, -1, -1);

    for (int rule = 0; rule < PatientRules.RULES.size(); rule++) {
      assertThat(order(rule, -1, -1)).as(PatientRules.RULES.get(rule).source())
          .isNotEqualTo(whole);
    }
    for (int rule = 0; rule < OrderRules.RULES.size(); rule++) {
      assertThat(order(-1, rule, -1)).as(OrderRules.RULES.get(rule).source())
          .isNotEqualTo(whole);
    }
    for (int rule = 0; rule < StepRules.RULES.size(); rule++) {
      assertThat(order(-1, -1, rule)).as(StepRules.RULES.get(rule).source())
          .isNotEqualTo(whole);
    }
  }

  private static final String HEALTH = HEAD.formatted("ADT^A08")
      + segment("AL1", 2, "DA", 3, "J01^Penicillin^ATC", 4, "SV", 5, "Mẩn đỏ", 6, "2019")
      + segment("DG1", 3, "J18.9^Viêm phổi^I10", 4, "Viêm phổi", 5, "20261101", 6, "F",
          16, "B1^TRẦN^ĐỨC", 19, "20261124", 20, "CD-1");

  private static List<Object> health(int allergyRule, int diagnosisRule) {
    var allergy = new ClinicalDraft.AllergyDraft();
    apply(without(ClinicalRules.ALLERGIES, allergyRule), clinical("AL1"), allergy);
    var diagnosis = new ClinicalDraft.DiagnosisDraft();
    apply(without(ClinicalRules.DIAGNOSES, diagnosisRule), clinical("DG1"), diagnosis);
    return List.of(allergy.toAllergy(), diagnosis.toDiagnosis());
  }

  private static ClinicalRules.Source clinical(String name) {
    return new ClinicalRules.Source(source(HEALTH).segment(name).orElseThrow(), SITE);
  }

  @Test
  void needsEveryRuleOfAllergiesAndDiagnoses() {
    var whole = health(-1, -1);

    for (int rule = 0; rule < ClinicalRules.ALLERGIES.size(); rule++) {
      assertThat(health(rule, -1)).as(ClinicalRules.ALLERGIES.get(rule).source())
          .isNotEqualTo(whole);
    }
    for (int rule = 0; rule < ClinicalRules.DIAGNOSES.size(); rule++) {
      assertThat(health(-1, rule)).as(ClinicalRules.DIAGNOSES.get(rule).source())
          .isNotEqualTo(whole);
    }
  }

  private static Object result(int left) {
    var draft = new ResultDraft();
    apply(without(ResultRules.RULES, left), source(RESULT), draft);
    return draft.toReport(draft.status.orElse(ReportStatus.PRELIMINARY));
  }

  @Test
  void needsEveryRuleOfAResult() {
    var whole = result(-1);

    for (int rule = 0; rule < ResultRules.RULES.size(); rule++) {
      assertThat(result(rule)).as(ResultRules.RULES.get(rule).source()).isNotEqualTo(whole);
    }
  }

  private static Object visit(int left) {
    var draft = new VisitDraft();
    apply(without(VisitRules.RULES, left), source(VISIT), draft);
    return draft.toEvent(VisitEvent.Change.MOVED);
  }

  @Test
  void needsEveryRuleOfAVisit() {
    var whole = visit(-1);

    for (int rule = 0; rule < VisitRules.RULES.size(); rule++) {
      assertThat(visit(rule)).as(VisitRules.RULES.get(rule).source()).isNotEqualTo(whole);
    }
  }

  private static Object booking(int left) {
    var draft = new AppointmentDraft();
    apply(without(AppointmentRules.RULES, left), source(BOOKING), draft);
    return Optional.of(draft).map(one -> one.toAppointment(Change.CANCELED)).orElseThrow();
  }

  @Test
  void needsEveryRuleOfAnAppointment() {
    var whole = booking(-1);

    for (int rule = 0; rule < AppointmentRules.RULES.size(); rule++) {
      assertThat(booking(rule)).as(AppointmentRules.RULES.get(rule).source())
          .isNotEqualTo(whole);
    }
  }
}
