package vn.tia.fhir.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.image.phantom.CtPhantom;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.fhir.WholeTia;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;

/// A Vietnamese name goes HL7, worklist, C-STORE, FHIR, HL7 and comes out as it went in, through a
/// modality that speaks UTF-8, one that knows Latin letters only, and one that knows ASCII only.
/// DCMTK is the modality; nobody makes anybody fail.
@TestInstance(Lifecycle.PER_CLASS)
class NameRoundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "ĐẶNG^HÒA^THỊ NGUYỆT ÁNH";
  private static final String TEXT = "ĐẶNG THỊ NGUYỆT ÁNH HÒA";

  @TempDir
  private static Path directory;

  private Receiver utf8;
  private Receiver latin;
  private WholeTia tia;
  private Doors doors;
  private EmrStandIn emr;

  @BeforeAll
  void start() throws Exception {
    Dcmtk.assumeInstalled();
    utf8 = new Receiver(UTF_8);
    latin = new Receiver(ISO_8859_1);
    var settings = Files.writeString(directory.resolve("names.yml"), """
        tia:
          dicom.character-sets: {CR_LATIN: LATIN_1, "[US_ASCII]": ASCII}
          facilities:
            - code: BVBD
              name: Bệnh viện Đa khoa tỉnh Bình Định
              calling-ae-titles: [CT_UTF8, CR_LATIN, US_ASCII]
              hl7-senders: ["HIS|BVBD"]
          destinations:
            - {name: his, facility: BVBD, host: 127.0.0.1, port: %d}
            - {name: old, facility: BVBD, host: 127.0.0.1, port: %d, version: 2.3,
               character-set: 8859/1, unwritable: WITHOUT_ACCENTS}
        """.formatted(utf8.port(), latin.port()));
    tia = WholeTia.start(directory.resolve("data"),
        "--spring.config.additional-location=file:" + settings);
    doors = tia.doors();
    emr = new EmrStandIn(doors);
  }

  @AfterAll
  void stop() throws IOException {
    if (tia != null) {
      emr.close();
      tia.close();
      utf8.close();
      latin.close();
    }
  }

  @Test
  void comesBackThroughAModalityOfUtf8() throws Exception {
    round("CT_UTF8", "ISO_IR 192", NAME);
  }

  @Test
  void comesBackThroughAModalityThatKnowsLatinLettersOnly() throws Exception {
    round("CR_LATIN", "ISO_IR 100", "DANG^HÒA^THI NGUYET ÁNH");
  }

  @Test
  void comesBackThroughAModalityThatKnowsAsciiOnly() throws Exception {
    round("US_ASCII", "", "DANG^HOA^THI NGUYET ANH");
  }

  private void round(String station, String characterSet, String shown) throws Exception {
    var number = "N" + station;
    assertThat(order(number, station)).contains("\rMSA|AA|" + number);

    var step = Dcmtk.worklist(doors.dicomPort(), station, directory.resolve("worklist-" + station),
        "AccessionNumber=" + number, "PatientName", "PatientID", "PatientBirthDate",
        "StudyInstanceUID").getFirst();
    assertThat(step.string(Tags.SPECIFIC_CHARACTER_SET).orElse("")).isEqualTo(characterSet);
    assertThat(step.string(Tags.PATIENT_NAME)).contains(shown);

    var image = image(step, characterSet);
    var said = Dcmtk.store(doors.dicomPort(), station, "-xe", List.of(image));
    assertThat(said.output()).contains("Received Store Response (Success)");
    var study = study(number);
    assertThat(archived(DicomFile.read(image).dataset())).as("the object").isEqualTo(shown);
    assertThat(found(station, step)).as("the study, to the station").contains(shown);

    var patient = patient(study);
    assertThat(patient.getNameFirstRep().getText()).isEqualTo(TEXT);
    assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("ĐẶNG");

    report(study, number);
    var toUtf8 = utf8.await(number);
    assertThat(Hl7Line.of(toUtf8, "MSH").field(18)).isEqualTo("UNICODE UTF-8");
    assertThat(Hl7Line.of(toUtf8, "PID").field(5)).startsWith(NAME);
    var toLatin = latin.await(number);
    assertThat(Hl7Line.of(toLatin, "MSH").field(18)).isEqualTo("8859/1");
    assertThat(Hl7Line.of(toLatin, "PID").field(5)).startsWith("DANG^HÒA^THI NGUYET ÁNH");
  }

  private String order(String number, String station) throws IOException {
    return utf8.his.send(doors.hl7Port(), String.join("\r",
        "MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261125||OMI^O23^OMI_O23|" + number
            + "|P|2.5.1||||||UNICODE UTF-8",
        "PID|1||P" + number + "^^^BVBD^MR||" + NAME + "||19720815|F",
        "ORC|NW|" + number + "||", "TQ1|1||||||20261125090000",
        "OBR|1|" + number + "||CTN^CT ngực^99HIS",
        "IPC|" + number + "|R" + number + "||S1|CT|CTN^CT ngực^99HIS|||" + station, ""));
  }

  /// One slice as the station makes it: with what its worklist said, in its own character set.
  private static Path image(Dataset step, String characterSet) throws IOException {
    var exam = Dataset.builder();
    if (!characterSet.isEmpty()) {
      exam.put(Tags.SPECIFIC_CHARACTER_SET, characterSet);
    }
    for (var tag : List.of(Tags.PATIENT_NAME, Tags.PATIENT_ID, Tags.PATIENT_BIRTH_DATE,
        Tags.ACCESSION_NUMBER, Tags.STUDY_INSTANCE_UID)) {
      exam.put(step.get(tag).orElseThrow());
    }
    var slice = CtPhantom.of(CtPhantom.Settings.SMALL).slices(exam.build(), Uid.random())
        .findFirst().orElseThrow();
    var file = directory.resolve(slice.string(Tags.SOP_INSTANCE_UID).orElseThrow() + ".dcm");
    DicomFile.of(slice, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(file);
    return file;
  }

  private ImagingStudy study(String number) throws Exception {
    return emr.awaitResource(ImagingStudy.class, _ -> true, PATIENCE, "accession=" + number)
        .orElseThrow(() -> new AssertionError("no ImagingStudy of " + number));
  }

  private Patient patient(ImagingStudy study) throws Exception {
    var id = study.getSubject().getReferenceElement().getIdPart();
    return emr.awaitResource(Patient.class, _ -> true, PATIENCE, "_id=" + id).orElseThrow();
  }

  private String archived(Dataset image) throws Exception {
    var answer = emr.get(doors.http("/dicom-web/studies/%s/series/%s/instances/%s".formatted(
            image.string(Tags.STUDY_INSTANCE_UID).orElseThrow(),
            image.string(Tags.SERIES_INSTANCE_UID).orElseThrow(),
            image.string(Tags.SOP_INSTANCE_UID).orElseThrow())), "application/dicom");
    assertThat(answer.statusCode()).isEqualTo(200);
    return DicomFile.read(new ByteArrayInputStream(answer.body()), ReadSettings.DEFAULT)
        .dataset().string(Tags.PATIENT_NAME).orElseThrow();
  }

  private Optional<String> found(String station, Dataset step) throws Exception {
    return Dcmtk.studies(doors.dicomPort(), station, directory.resolve("studies-" + station),
        "StudyInstanceUID=" + step.string(Tags.STUDY_INSTANCE_UID).orElseThrow(), "PatientName")
        .getFirst().string(Tags.PATIENT_NAME);
  }

  private void report(ImagingStudy study, String number) throws Exception {
    var report = new DiagnosticReport()
        .setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL)
        .setCode(new CodeableConcept().setText("CT ngực"))
        .setSubject(study.getSubject())
        .setConclusion("Không thấy bất thường: " + number);
    report.addBasedOn(study.getBasedOnFirstRep());
    report.addImagingStudy(new Reference("ImagingStudy/" + study.getIdElement().getIdPart()));
    emr.create(DiagnosticReport.class, report);
  }

  /// A HIS that keeps what it gets, read in its character set.
  private static final class Receiver implements AutoCloseable {
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final HisStandIn his = HisStandIn.start();
    private final MllpServer server;

    Receiver(Charset charset) throws IOException {
      server = MllpServer.start(MllpServerSettings.onLoopback(0), (message, _) -> {
        var text = new String(message, charset);
        received.add(text);
        return Optional.of(("MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261125||ACK|1|P|2.5.1\rMSA|AA|"
            + Hl7Line.of(text, "MSH").field(10) + "\r").getBytes(charset));
      });
    }

    int port() {
      return server.port();
    }

    String await(String number) throws InterruptedException {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        var message = received.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null || message.contains("|" + number)) {
          return Optional.ofNullable(message).orElseThrow(
              () -> new AssertionError("no report of " + number + " came"));
        }
      }
    }

    @Override
    public void close() throws IOException {
      his.close();
      server.close();
    }
  }
}
