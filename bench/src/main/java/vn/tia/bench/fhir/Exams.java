package vn.tia.bench.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Patients, their studies and reports, made after one of each that a Tia made: its exam.
///
/// The `n`th study is of the `n % patients`th patient, and the `n`th report is about it.
final class Exams {
  /// The number of the patient, and the accession number, that the first exam must have.
  static final String PATIENT = "P0000001";
  static final String ACCESSION = "A0000001";
  static final String DAY = "2026-11-24";
  static final String NAMES = "\"family\":\"Đặng\",\"given\":[\"Thị\",\"Hường\"]";
  static final String CONCLUSION = "Không thấy tổn thương.";

  private static final LocalDate LAST = LocalDate.parse(DAY);
  private static final int DAYS = 730;
  private static final int NUMBER_DIGITS = 8;
  private static final String UID = "2\\.25\\.\\d{20,39}";
  private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final List<String> MODALITIES =
      List.of("CT", "CR", "US", "CR", "MR", "CR", "CT", "US", "CR", "CT");
  private static final List<String> FAMILIES = List.of("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng",
      "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý");
  private static final List<String> MIDDLES = List.of("Văn", "Thị", "Đức", "Ngọc", "Minh");
  private static final List<String> GIVENS = List.of("An", "Bình", "Chi", "Dũng", "Giang", "Hà",
      "Hiếu", "Hường", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quân", "Sơn", "Tâm",
      "Thảo", "Trung", "Tuấn", "Uyên", "Vinh", "Xuân", "Yến");
  private static final List<String> FINDINGS = List.of(CONCLUSION,
      "Nốt mờ thùy trên phổi phải, đề nghị chụp lại sau ba tháng.",
      "Gãy đầu dưới xương quay bên trái, di lệch ít.",
      "Tràn dịch màng phổi hai bên lượng ít, bóng tim to.",
      "Sỏi túi mật đường kính 9 mm, gan nhiễm mỡ độ I.",
      "Ổ giảm tỷ trọng vùng bao trong bên phải, nghĩ đến nhồi máu não.");

  private final int patients;
  private final Ids first;
  private final Template patient;
  private final Template study;
  private final Template report;

  /// The ids that the first exam has.
  record Ids(String patient, String study, String report) {}

  /// The texts that the first exam has.
  record Texts(String patient, String study, String report) {}

  Exams(int patients, Ids first, Texts texts) {
    this.patients = patients;
    this.first = first;
    var differs = Pattern.compile(String.join("|", ID, UID, PATIENT, ACCESSION, DAY,
        Pattern.quote(NAMES), "\"code\":\"CT\"", Pattern.quote(CONCLUSION)));
    this.patient = new Template(texts.patient(), differs);
    this.study = new Template(texts.study(), differs);
    this.report = new Template(texts.report(), differs);
  }

  static String patientId(int n) {
    return id(1, n);
  }

  static String studyId(int n) {
    return id(2, n);
  }

  static String reportId(int n) {
    return id(3, n);
  }

  private static String id(int kind, int n) {
    // Spread, as ids that a server makes: neighbours aren't neighbours in the index.
    return "%08x-%04x-4000-8000-%012x".formatted(Integer.reverse(n) ^ n, kind, n);
  }

  static String patientNumber(int n) {
    return "P%07d".formatted(n + 2);
  }

  static String accession(int n) {
    return "A%07d".formatted(n + 2);
  }

  String patient(int n) {
    return patient.fill(other(n, n));
  }

  String study(int n) {
    return study.fill(other(n, n % patients));
  }

  String report(int n) {
    return report.fill(other(n, n % patients));
  }

  private UnaryOperator<String> other(int n, int patientPlace) {
    return text -> switch (text) {
      case PATIENT -> patientNumber(patientPlace);
      case ACCESSION -> accession(n);
      case DAY -> LAST.minusDays(n * 7919L % DAYS).toString();
      case NAMES -> "\"family\":\"%s\",\"given\":[\"%s\",\"%s\"]".formatted(
          of(FAMILIES, n), of(MIDDLES, n / 3), of(GIVENS, n / 7));
      case CONCLUSION -> of(FINDINGS, n);
      case "\"code\":\"CT\"" -> "\"code\":\"" + of(MODALITIES, n) + "\"";
      default -> text.startsWith("2.25.") ? uid(text, n) : id(text, n, patientPlace);
    };
  }

  private static String of(List<String> all, int n) {
    return all.get(n % all.size());
  }

  private static String uid(String text, int n) {
    return text.substring(0, text.length() - NUMBER_DIGITS) + "%08d".formatted(n);
  }

  private String id(String text, int n, int patientPlace) {
    return text.equals(first.patient()) ? patientId(patientPlace)
        : text.equals(first.study()) ? studyId(n)
        : text.equals(first.report()) ? reportId(n) : text;
  }
}
