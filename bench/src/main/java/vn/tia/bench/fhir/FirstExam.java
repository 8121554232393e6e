package vn.tia.bench.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import vn.tia.bench.CtSlice;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.fhir.Exams.Ids;
import vn.tia.bench.fhir.Exams.Texts;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;

/// One exam through the doors of a Tia: its patient and its report by FHIR, its images by C-STORE,
/// of which Tia makes the ImagingStudy.
final class FirstExam {
  /// How long a busy machine may take to make an ImagingStudy.
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern STUDY = Pattern.compile(
      "\"resource\":\\{\"resourceType\":\"ImagingStudy\",\"id\":\"([^\"]+)");
  private static final Pattern SUBJECT =
      Pattern.compile("\"subject\":\\{\"reference\":\"Patient/([^\"]+)\"");

  private final TiaProgram tia;
  private final FhirConnection connection;
  private static final Dataset SLICE =
      CtSlice.dataset().toBuilder().remove(Tags.PIXEL_DATA).build();

  private FirstExam(TiaProgram tia, FhirConnection connection) {
    this.tia = tia;
    this.connection = connection;
  }

  /// Makes it, as the pattern of as many others.
  static Exams make(TiaProgram tia, int patients) throws IOException, InterruptedException {
    try (var connection = new FhirConnection(server(tia))) {
      return new FirstExam(tia, connection).make(patients);
    }
  }

  static FhirServer server(TiaProgram tia) {
    return new FhirServer(tia.httpPort, "/fhir");
  }

  private Exams make(int patients) throws IOException, InterruptedException {
    create("/Patient", """
        {"resourceType":"Patient","identifier":[{"use":"usual","type":{"coding":[{
        "system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},
        "system":"urn:tia:authority:BVBD:BVBD","value":"%s"}],"active":true,
        "name":[{"use":"official",%s}],
        "telecom":[{"system":"phone","value":"0901234567"}],"gender":"female",
        "birthDate":"1970-01-31","address":[{"line":["12 Trần Phú"],"city":"Quy Nhơn",
        "state":"Bình Định","country":"VN"}]}""".formatted(Exams.PATIENT, Exams.NAMES));
    store(tia, Exams.PATIENT, Exams.ACCESSION, 2, 5);
    var study = await(Exams.ACCESSION, 10);
    var patientId = found(SUBJECT, study);
    var patient = connection.get("/Patient/" + patientId).text();
    var studyId = found(ID, study);
    var report = create("/DiagnosticReport", """
        {"resourceType":"DiagnosticReport","identifier":[{"system":"urn:oid:2.25.7",
        "value":"R-%s"}],"status":"final","category":[{"coding":[{
        "system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"RAD"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"24627-2","display":"CT Chest"}]},
        "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%sT08:30:00+07:00",
        "issued":"%sT09:10:00+07:00","resultsInterpreter":[{"display":"BS. Trần Văn Minh"}],
        "imagingStudy":[{"reference":"ImagingStudy/%s"}],"conclusion":"%s",
        "conclusionCode":[{"text":"Đã đọc"}]}""".formatted(Exams.ACCESSION, patientId, Exams.DAY,
        Exams.DAY, studyId, Exams.CONCLUSION));
    return new Exams(patients, new Ids(patientId, studyId, found(ID, report)),
        new Texts(patient, study, report));
  }

  private String create(String type, String json) throws IOException {
    var answer = connection.send(
        "POST", type, json.replace("\n", "").getBytes(StandardCharsets.UTF_8));
    if (answer.status() != 201) {
      throw new IOException(type + " was answered " + answer.status() + ": " + answer.text());
    }
    return answer.text();
  }

  /// Stores a study of so many series and instances in each, and answers its ImagingStudy.
  static String study(TiaProgram tia, String accession, int instances)
      throws IOException, InterruptedException {
    store(tia, Exams.PATIENT, accession, 1, instances);
    // Opened now: while a busy machine stores, an idle connection may end.
    try (var connection = new FhirConnection(server(tia))) {
      return found(ID, new FirstExam(tia, connection).await(accession, instances));
    }
  }

  private static void store(TiaProgram tia, String patient, String accession, int series,
      int instances) throws IOException {
    var settings = ClientSettings.toLoopback(tia.dicomPort, "TIA_BENCH", "TIA")
        .propose(Uids.CT_IMAGE_STORAGE.value(), List.of(SYNTAX.uid().value()));
    var study = Uid.random().value();
    try (var association = Association.open(settings)) {
      for (int i = 0; i < series; i++) {
        var uid = Uid.random().value();
        for (int number = 1; number <= instances; number++) {
          var instance = Uid.random().value();
          var dataset = SLICE.toBuilder().put(Tags.PATIENT_ID, patient)
              .put(Tags.ACCESSION_NUMBER, accession).put(Tags.STUDY_INSTANCE_UID, study)
              .put(Tags.SERIES_INSTANCE_UID, uid).put(Tags.SOP_INSTANCE_UID, instance)
              .put(Tags.INSTANCE_NUMBER, number).build();
          var status = association.store(
              new Instance(Uids.CT_IMAGE_STORAGE.value(), instance, SYNTAX.uid().value()),
              DatasetWriter.toBytes(dataset, SYNTAX).stream());
          if (status.code() != 0) {
            throw new IOException("a C-STORE was answered %04X".formatted(status.code()));
          }
        }
      }
    }
  }

  /// The ImagingStudy once all its instances are in it.
  private String await(String accession, int instances) throws IOException, InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      var found = connection.get("/ImagingStudy?identifier=" + accession);
      if (found.status() == 200
          && found.text().contains("\"numberOfInstances\":" + instances + ",")) {
        var id = STUDY.matcher(found.text());
        if (id.find()) {
          return connection.get("/ImagingStudy/" + id.group(1)).text();
        }
      }
      Thread.sleep(100);
    }
    throw new IOException("no ImagingStudy of %d instances came".formatted(instances));
  }

  private static String found(Pattern pattern, String text) throws IOException {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("the resource has no " + pattern);
    }
    return matcher.group(1);
  }
}
