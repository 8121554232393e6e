package vn.tia.bench.scale;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Studies as they come in at a province's hospital, five hundred a day, each known by its number.
final class Exams {
  static final int A_DAY = 500;
  /// A patient comes three times.
  static final int OF_ONE_PATIENT = 3;
  static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

  private static final People.Choice MODALITIES = People.Choice.of(
      "DX 450 US 250 CT 150 MR 80 MG 35 CR 30 PT 5");

  private Exams() {}

  /// One study.
  record Exam(long number, People.Person patient, String uid, String modality, LocalDate day,
      int second, String referrer, List<Series> series) {

    String accession() {
      return "A%09d".formatted(number);
    }

    String date() {
      return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    String time() {
      return "%02d%02d%02d".formatted(second / 3600, second / 60 % 60, second % 60);
    }

    String description() {
      return "Chụp " + modality + " vùng " + number % 40;
    }

    /// What its instances say of the study and the patient.
    Dataset attributes() {
      return Dataset.builder()
          .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
          .put(Tags.STUDY_DATE, date())
          .put(Tags.STUDY_TIME, time())
          .put(Tags.ACCESSION_NUMBER, accession())
          .put(Tags.REFERRING_PHYSICIAN_NAME, referrer.replace(' ', '^'))
          .put(Tags.STUDY_DESCRIPTION, description())
          .put(Tags.PATIENT_NAME, patient.personName())
          .put(Tags.PATIENT_ID, patient.id())
          .put(Tags.PATIENT_BIRTH_DATE, patient.birthDate())
          .put(Tags.PATIENT_SEX, patient.isWoman() ? "F" : "M")
          .put(Tags.STUDY_INSTANCE_UID, uid)
          .put(Tags.STUDY_ID, "S" + number)
          .build();
    }

    int instances() {
      return series.stream().mapToInt(one -> one.instances().size()).sum();
    }
  }

  /// A series with the UIDs of its instances.
  record Series(int number, String uid, List<String> instances) {

    Dataset attributes(Exam exam) {
      return Dataset.builder()
          .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
          .put(Tags.MODALITY, exam.modality())
          .put(Tags.SERIES_DESCRIPTION, "Chuỗi " + number)
          .put(Tags.SERIES_INSTANCE_UID, uid)
          .put(Tags.SERIES_NUMBER, number)
          .build();
    }
  }

  /// The study of a number, the same in every run.
  static Exam of(long number) {
    var random = new SplittableRandom(number * 104_729 + 3);
    var uid = uid(random);
    List<Series> series = new ArrayList<>();
    for (int i = 1, count = random.nextInt(1, 3); i <= count; i++) {
      List<String> instances = new ArrayList<>();
      for (int k = random.nextInt(1, 3); k > 0; k--) {
        instances.add(uid(random));
      }
      series.add(new Series(i, uid(random), instances));
    }
    return new Exam(number, People.of(number / OF_ONE_PATIENT), uid, MODALITIES.draw(random),
        FIRST_DAY.plusDays(number / A_DAY), random.nextInt(7 * 3600, 17 * 3600),
        People.of(1_000_000_000L + random.nextInt(200)).text(), series);
  }

  private static String uid(SplittableRandom random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return "2.25." + new BigInteger(1, bytes);
  }
}
