package vn.tia.bench.scale;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.scale.Exams.Exam;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Matches;

/// What is asked of an archive, each time about another of its studies.
final class Questions implements AutoCloseable {
  private static final String STUDY_ROOT =
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value();
  private static final String WORKLIST = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value();
  /// A page of a study list.
  private static final int PAGE = 50;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String web;
  private final Association association;
  private final long studies;
  private final SplittableRandom random = new SplittableRandom(11);
  private int offset;

  Questions(TiaProgram program, long studies) throws IOException {
    this.web = "http://127.0.0.1:" + program.httpPort + "/dicom-web";
    this.association = Association.open(ClientSettings
        .toLoopback(program.dicomPort, "STATION1", "TIA").propose(STUDY_ROOT).propose(WORKLIST));
    this.studies = studies;
  }

  /// Asks once, and answers how many matches came.
  @FunctionalInterface
  interface Question {
    int ask() throws IOException, InterruptedException;
  }

  /// The questions by their names.
  Map<String, Question> all() {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put("QIDO studies: PatientID", () -> get("/studies?PatientID=" + any().patient().id()));
    all.put("QIDO studies: AccessionNumber",
        () -> get("/studies?AccessionNumber=" + any().accession()));
    all.put("QIDO studies: StudyInstanceUID",
        () -> get("/studies?StudyInstanceUID=" + any().uid()));
    all.put("QIDO studies: one day, CT",
        () -> get("/studies?ModalitiesInStudy=CT&limit=50&StudyDate=" + any().date()));
    all.put("QIDO studies: 90 days, PT", this::period);
    all.put("QIDO studies: the newest of a modality", () -> get(
        "/studies?limit=50&ModalitiesInStudy=" + any().modality()));
    all.put("QIDO studies: family name", () -> names(any().patient().family()));
    all.put("QIDO studies: family name, given name's beginning", () -> {
      var patient = any().patient();
      return names(patient.family() + "^" + patient.given().substring(0, 2) + "*");
    });
    all.put("QIDO studies: a rare name's beginning", () -> names("chut*"));
    all.put("QIDO series of a study", () -> get("/studies/" + any().uid() + "/series"));
    all.put("QIDO instances of a study", () -> get("/studies/" + any().uid() + "/instances"));
    all.put("QIDO instances: SOPInstanceUID", () -> get("/instances?SOPInstanceUID="
        + any().series().getFirst().instances().getFirst()));
    all.put("QIDO studies: a page of 50 at a random offset below 9,900",
        () -> get("/studies?limit=50&offset=" + random.nextInt(9_900)));
    all.put("QIDO studies: the next page of 50, up to the last", this::nextPage);
    all.put("C-FIND study: PatientID", () -> find(STUDY_ROOT, study(
        Tags.PATIENT_ID, any().patient().id())));
    all.put("C-FIND study: AccessionNumber", () -> find(STUDY_ROOT, study(
        Tags.ACCESSION_NUMBER, any().accession())));
    all.put("C-FIND worklist: AccessionNumber", () -> find(WORKLIST, steps(
        Tags.ACCESSION_NUMBER, "A" + WorklistRows.RUN + "-" + random.nextInt(1, 1_001), "")));
    all.put("C-FIND worklist: today, one station", () -> find(WORKLIST, steps(
        Tags.ACCESSION_NUMBER, "", "STATION" + random.nextInt(WorklistRows.STATIONS))));
    return all;
  }

  private Exam any() {
    return Exams.of(random.nextLong(studies));
  }

  private int period() throws IOException, InterruptedException {
    var first = any().day();
    return get("/studies?ModalitiesInStudy=PT&limit=50&StudyDate="
        + first.format(DateTimeFormatter.BASIC_ISO_DATE) + "-"
        + first.plusDays(90).format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  private int names(String name) throws IOException, InterruptedException {
    return get("/studies?limit=50&PatientName="
        + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  /// As who turns pages one after the other: the whole list of the small archive.
  private int nextPage() throws IOException, InterruptedException {
    int found = get("/studies?limit=50&offset=" + offset);
    offset = found < PAGE ? 0 : offset + PAGE;
    return found;
  }

  private int get(String path) throws IOException, InterruptedException {
    var answer = client.send(HttpRequest.newBuilder(URI.create(web + path))
        .header("Accept", "application/dicom+json").build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the server answered " + answer.statusCode() + " to " + path);
    }
    return answer.body().split("\"00081190\"", -1).length - 1;
  }

  private static Dataset study(Tag key, String value) {
    return Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .putEmpty(Tags.STUDY_INSTANCE_UID).putEmpty(Tags.STUDY_DATE).putEmpty(Tags.PATIENT_NAME)
        .putEmpty(Tags.PATIENT_ID).putEmpty(Tags.MODALITIES_IN_STUDY)
        .putEmpty(Tags.NUMBER_OF_STUDY_RELATED_INSTANCES).put(key, value).build();
  }

  private static Dataset steps(Tag key, String value, String station) {
    var step = Dataset.builder().putEmpty(Tags.SCHEDULED_PROCEDURE_STEP_ID)
        .putEmpty(Tags.MODALITY)
        .put(Tags.SCHEDULED_STATION_AE_TITLE, station);
    if (!station.isEmpty()) {
      step.put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE,
          LocalDate.now().format(DateTimeFormatter.BASIC_ISO_DATE));
    }
    return Dataset.builder().putEmpty(Tags.PATIENT_NAME).putEmpty(Tags.PATIENT_ID)
        .put(key, value)
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step.build())).build();
  }

  private int find(String model, Dataset identifier) throws IOException {
    try (Matches matches = association.find(model, identifier)) {
      int found = matches.all().size();
      int status = matches.status().orElseThrow().code();
      if (status != 0) {
        throw new IOException("a C-FIND ended with %04X".formatted(status));
      }
      return found;
    }
  }

  @Override
  public void close() throws IOException {
    association.close();
  }
}
