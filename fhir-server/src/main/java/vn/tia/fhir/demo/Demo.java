package vn.tia.fhir.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.fhir.demo.Story.BrokenStory;
import vn.tia.mapping.fhir.FhirJson;

/// Plays one exam against the running doors: order, worklist, images, study, report.
public final class Demo {
  private static final Duration STUDY_PATIENCE = Duration.ofSeconds(10);
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(20);

  private static final String DIAGNOSTIC_SERVICE =
      "http://terminology.hl7.org/CodeSystem/v2-0074";

  private final Story story;
  private final Doors doors;
  private final HisStandIn his;
  private final ModalityStandIn modality;
  private final EmrStandIn emr;
  private final Path pictures;
  private final DemoOrder order = DemoOrder.now();

  private Demo(PrintStream out, Doors doors, HisStandIn his, EmrStandIn emr, Path pictures) {
    this.story = new Story(out);
    this.doors = doors;
    this.his = his;
    this.emr = emr;
    this.modality = new ModalityStandIn(doors, DemoOrder.STATION);
    this.pictures = pictures;
  }

  /// Plays the exam and prints each step. Pictures are saved in a directory.
  ///
  /// @return whether every step was right
  public static boolean play(PrintStream out, Doors doors, HisStandIn his, Path pictures) {
    try (var emr = new EmrStandIn(doors)) {
      new Demo(out, doors, his, emr, pictures).exam();
      out.println();
      out.println("The exam is told: every step was right.");
      return true;
    } catch (BrokenStory | IOException error) {
      out.println("   ✗ " + error.getMessage());
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void exam() throws IOException, InterruptedException {
    placeOrder();
    var item = findWorklistItem();
    var performed = Uid.random();
    begin(item, performed);
    var series = Uid.random();
    var images = modality.scan(item, series);
    send(images);
    complete(performed, series, images);
    var study = findStudy(item, images.size());
    saveFrame(study);
    var report = report(study);
    searchReport(report);
    awaitResult();
  }

  private void placeOrder() throws IOException {
    story.step("The hospital orders a CT of the chest: HL7 OMI^O23 over MLLP");
    story.sent(order.message());
    var answer = his.send(doors.hl7Port(), order.message());
    story.answered(answer);
    var acknowledgement = Hl7Line.of(answer, "MSA");
    story.require(acknowledgement.field(1).equals("AA"), "MSA-1 AA");
    story.require(acknowledgement.field(2).equals(order.controlId()), "MSA-2 the control id");
    story.done("acknowledged: patient, ServiceRequest and worklist item are durable");
  }

  private Dataset findWorklistItem() throws IOException {
    story.step("The CT asks its worklist: C-FIND, Modality Worklist");
    story.sent("C-FIND station " + DemoOrder.STATION + ", modality CT, from today on");
    var items = modality.worklist();
    var item =
        items.stream()
            .filter(this::isOurs)
            .findFirst()
            .orElseThrow(
                () -> new BrokenStory("the order is not among " + items.size() + " items"));
    var name = item.string(Tags.PATIENT_NAME).orElse("");
    story.answered(items.size() + " items, among them " + order.accession() + " " + name);
    var expected = DemoOrder.FAMILY + "^" + DemoOrder.GIVEN + "^" + DemoOrder.MIDDLE;
    story.require(name.equals(expected), "the name " + expected + ", got " + name);
    story.done("the step is there, the name intact");
    return item;
  }

  private boolean isOurs(Dataset item) {
    return item.string(Tags.ACCESSION_NUMBER).equals(Optional.of(order.accession()));
  }

  private void begin(Dataset item, Uid performed) throws IOException {
    story.step("The CT begins: MPPS N-CREATE, IN PROGRESS");
    story.sent("N-CREATE " + performed.value());
    var answer = modality.begin(item, performed).status();
    story.answered("status %04X".formatted(answer.code()));
    story.require(answer.isSuccess(), "status 0000");
    story.done("in progress");
  }

  private void send(List<Dataset> images) throws IOException {
    story.step("The CT sends its images: C-STORE");
    story.sent("%d CT images of 512 × 512 on one association".formatted(images.size()));
    long start = System.nanoTime();
    var sent = modality.send(images);
    double seconds = (System.nanoTime() - start) / 1e9;
    story.answered("status %04X for the last".formatted(sent.lastStatus().code()));
    story.require(sent.lastStatus().isSuccess(), "status 0000 for each");
    story.done(
        "%d images, %.1f MB, %.0f images/s, each durable before its answer"
            .formatted(sent.instances(), sent.bytes() / 1e6, sent.instances() / seconds));
  }

  private void complete(Uid performed, Uid series, List<Dataset> images) throws IOException {
    story.step("The CT is done: MPPS N-SET, COMPLETED");
    story.sent("N-SET " + performed.value());
    var answer = modality.complete(performed, series, images).status();
    story.answered("status %04X".formatted(answer.code()));
    story.require(answer.isSuccess(), "status 0000");
    var left = modality.worklist().stream().filter(this::isOurs).count();
    story.require(left == 0, "a completed step to leave the worklist");
    story.done("completed, and off the worklist");
  }

  private ImagingStudy findStudy(Dataset item, int images)
      throws IOException, InterruptedException {
    story.step("The EMR finds the study: FHIR ImagingStudy");
    var uid = "urn:oid:" + item.string(Tags.STUDY_INSTANCE_UID).orElseThrow();
    var query = "identifier=urn:dicom:uid|" + uid;
    story.sent("GET " + emr.searchUrl("ImagingStudy", query));
    var study =
        emr.awaitResource(
                ImagingStudy.class, s -> s.getNumberOfInstances() == images, STUDY_PATIENCE, query)
            .orElseThrow(() -> new BrokenStory("no ImagingStudy with " + images + " instances"));
    story.answered(
        "ImagingStudy/%s %s, %d series, %d instances, basedOn %s, subject %s, endpoint %s"
            .formatted(
                study.getIdElement().getIdPart(),
                study.getStatus().toCode(),
                study.getNumberOfSeries(),
                study.getNumberOfInstances(),
                study.getBasedOnFirstRep().getReference(),
                study.getSubject().getReference(),
                study.getEndpointFirstRep().getReference()));
    story.require(study.getBasedOnFirstRep().hasReference(), "basedOn: the order");
    story.require(study.getSubject().hasReference(), "subject: the patient");
    story.require(study.getEndpointFirstRep().hasReference(), "endpoint: DICOMweb");
    story.require(
        study.getSeries().size() == 1 && study.getSeriesFirstRep().getInstance().size() == images,
        "one series with " + images + " instances");
    story.done("tied to its order and its patient");
    return study;
  }

  private void saveFrame(ImagingStudy study) throws IOException, InterruptedException {
    story.step("The EMR shows an image: WADO-RS");
    var series = study.getSeriesFirstRep();
    var instance = series.getInstance().get(series.getInstance().size() / 3);
    var studyUid = study.getIdentifierFirstRep().getValue().replace("urn:oid:", "");
    var path =
        "/dicom-web/studies/%s/series/%s/instances/%s"
            .formatted(studyUid, series.getUid(), instance.getUid());
    story.sent("GET " + doors.http(path) + "/frames/1");
    var picture = new WadoFrame(emr, doors).picture(path);
    Files.createDirectories(pictures);
    var file = pictures.resolve("ct-" + order.run() + ".png");
    Files.write(file, picture.toArray());
    story.done("saved as " + file.toAbsolutePath());
  }

  private DiagnosticReport report(ImagingStudy study) throws IOException, InterruptedException {
    story.step("The radiologist signs: FHIR DiagnosticReport, final");
    var observation = emr.create(Observation.class, finding(study));
    var report = finalReport(study, observation);
    story.sent("POST " + doors.http("/fhir/DiagnosticReport") + " " + FhirJson.encode(report));
    var created = emr.create(DiagnosticReport.class, report);
    story.answered(
        "201 DiagnosticReport/%s version %s"
            .formatted(created.getIdElement().getIdPart(), created.getMeta().getVersionId()));
    story.done("kept");
    return created;
  }

  private static Observation finding(ImagingStudy study) {
    var finding = new Observation();
    finding.setStatus(Observation.ObservationStatus.FINAL);
    finding.setCode(loinc("18782-3", "Radiology Study observation (narrative)"));
    finding.setSubject(study.getSubject().copy());
    finding.setValue(new StringType("Nốt đặc thùy trên phổi phải, 12 mm, bờ tua gai."));
    return finding;
  }

  private static DiagnosticReport finalReport(ImagingStudy study, Observation observation) {
    var report = new DiagnosticReport();
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.addCategory(coded(DIAGNOSTIC_SERVICE, "RAD", "Radiology"));
    report.setCode(loinc("24627-2", "CT Chest"));
    report.setSubject(study.getSubject().copy());
    report.addBasedOn(study.getBasedOnFirstRep().copy());
    report.addImagingStudy(new Reference("ImagingStudy/" + study.getIdElement().getIdPart()));
    report.addResult(new Reference("Observation/" + observation.getIdElement().getIdPart()));
    report.setIssued(new Date());
    report.setConclusion("Theo dõi u phổi phải; đề nghị sinh thiết.");
    return report;
  }

  private static CodeableConcept loinc(String code, String display) {
    return coded("http://loinc.org", code, display);
  }

  private static CodeableConcept coded(String system, String code, String display) {
    return new CodeableConcept(new Coding(system, code, display));
  }

  private void searchReport(DiagnosticReport report) throws IOException, InterruptedException {
    story.step("The EMR finds the report with its observations");
    String[] query = {
      "patient=" + report.getSubject().getReference(), "_include=DiagnosticReport:result"
    };
    story.sent("GET " + emr.searchUrl("DiagnosticReport", query));
    var id = report.getIdElement().getIdPart();
    emr.awaitResource(
            DiagnosticReport.class,
            one -> one.getIdElement().getIdPart().equals(id),
            STUDY_PATIENCE,
            query)
        .orElseThrow(() -> new BrokenStory("the report is not found"));
    var found = EmrStandIn.resources(emr.search("DiagnosticReport", query));
    var observations = found.stream().filter(Observation.class::isInstance).count();
    story.answered(found.size() + " resources, " + observations + " Observation included");
    story.require(observations > 0, "the Observation included");
    story.done("found");
  }

  private void awaitResult() throws InterruptedException {
    story.step("The report goes back to the hospital: HL7 ORU^R01");
    var message =
        his.awaitMessage(order.accession(), REPORT_PATIENCE)
            .orElseThrow(() -> new BrokenStory("no ORU^R01 with the accession number arrived"));
    story.answered(message);
    story.require(Hl7Line.of(message, "MSH").field(9).startsWith("ORU^R01"), "MSH-9 ORU^R01");
    story.require(Hl7Line.of(message, "OBR").field(25).equals("F"), "OBR-25 F, final");
    story.require(message.contains("đề nghị sinh thiết"), "the conclusion, accents intact");
    story.done("received and acknowledged by the hospital");
  }
}
