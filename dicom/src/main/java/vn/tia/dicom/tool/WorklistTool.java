package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.PersonName;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonWriter;

/// `worklist`: shows the exams that are waiting, as a modality would see them (C-FIND).
final class WorklistTool implements Tool {
  private static final Option DATE =
      Option.value("--date", "DATE", "the day, or FROM-TO, as 20260131 (any)");
  private static final Option MODALITY = Option.value("--modality", "CODE", "such as CT (any)");
  private static final Option STATION =
      Option.value("--station", "AE", "the AE title of the modality (any)");
  private static final Option PATIENT_ID = Option.value("--patient-id", "ID", "one patient (any)");
  private static final Option NAME =
      Option.value("--name", "NAME", "the patient's name, * and ? stand for letters (any)");
  private static final Option ACCESSION =
      Option.value("--accession", "NUMBER", "one accession number (any)");
  private static final Option FULL = Option.flag("--full", "print all attributes of each item");

  private static final String STEP = "ScheduledProcedureStepSequence[0].";

  /// What a modality asks for: the return keys of type 1 and 2 that PS3.4 table K.6-1 has, without
  /// the sequences that nobody shows in a line.
  private static final List<String> RETURN_KEYS = List.of(
      "SpecificCharacterSet=ISO_IR 192", "AccessionNumber", "ReferringPhysicianName",
      "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientSex",
      "PatientWeight", "MedicalAlerts", "Allergies", "PregnancyStatus", "StudyInstanceUID",
      "RequestingPhysician", "RequestedProcedureDescription", "RequestedProcedureCodeSequence",
      "AdmissionID", "RequestedProcedureID", "RequestedProcedurePriority",
      STEP + "ScheduledStationAETitle", STEP + "ScheduledProcedureStepStartDate",
      STEP + "ScheduledProcedureStepStartTime", STEP + "Modality",
      STEP + "ScheduledPerformingPhysicianName", STEP + "ScheduledProcedureStepDescription",
      STEP + "ScheduledStationName", STEP + "ScheduledProcedureStepLocation",
      STEP + "ScheduledProtocolCodeSequence", STEP + "ScheduledProcedureStepID",
      STEP + "ScheduledProcedureStepStatus");

  private static final List<String> HEADINGS = List.of("DATE", "TIME", "MODALITY", "STATION",
      "ACCESSION", "PATIENT ID", "NAME", "BORN", "SEX", "PROCEDURE");

  @Override
  public Manual manual() {
    return new Manual("worklist", "show a worklist as a modality sees it (C-FIND)", Peer.OPERAND,
        Peer.and(DATE, MODALITY, STATION, PATIENT_ID, NAME, ACCESSION, Attributes.KEY, FULL,
            Query.MAX, Query.JSON),
        """
        Examples:
          ./tia dicom worklist --calling CT1 --called TIA --modality CT localhost:11112
          ./tia dicom worklist --calling CT1 --called TIA --name 'Nguyễn*' --full localhost:11112
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String peer = arguments.operands(1, 1, "one " + Peer.OPERAND).getFirst();
    var query = new Query(Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND.value(),
        identifier(arguments), Query.matchesMax(arguments));
    Query.Answer answer = query.ask(Peer.settings(peer, arguments));
    if (arguments.has(Query.JSON)) {
      new DicomJsonWriter(BulkDataUris.NONE).writeAll(answer.matches().iterator(), console.out());
      console.out().println();
    } else if (arguments.has(FULL)) {
      FindTool.print(answer.matches(), console);
    } else {
      List<List<String>> rows = answer.matches().stream().map(WorklistTool::row).toList();
      new Table(HEADINGS, rows).lines().forEach(console.out()::println);
    }
    return answer.exitCode(console);
  }

  private static Dataset identifier(Arguments arguments) throws UsageException {
    List<String> words = new ArrayList<>(RETURN_KEYS);
    arguments.value(DATE).ifPresent(
        day -> words.add(STEP + "ScheduledProcedureStepStartDate=" + day));
    arguments.value(MODALITY).ifPresent(code -> words.add(STEP + "Modality=" + code));
    arguments.value(STATION).ifPresent(ae -> words.add(STEP + "ScheduledStationAETitle=" + ae));
    arguments.value(PATIENT_ID).ifPresent(id -> words.add("PatientID=" + id));
    arguments.value(NAME).ifPresent(name -> words.add("PatientName=" + name));
    arguments.value(ACCESSION).ifPresent(number -> words.add("AccessionNumber=" + number));
    words.addAll(arguments.values(Attributes.KEY));
    return Attributes.of(words);
  }

  private static List<String> row(Dataset match) {
    List<Dataset> steps = match.items(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    Dataset step = steps.isEmpty() ? Dataset.EMPTY : steps.getFirst();
    return List.of(
        day(text(step, Tags.SCHEDULED_PROCEDURE_STEP_START_DATE)),
        time(text(step, Tags.SCHEDULED_PROCEDURE_STEP_START_TIME)),
        text(step, Tags.MODALITY),
        text(step, Tags.SCHEDULED_STATION_AE_TITLE),
        text(match, Tags.ACCESSION_NUMBER),
        text(match, Tags.PATIENT_ID),
        match.personName(Tags.PATIENT_NAME).map(WorklistTool::spoken).orElse(""),
        day(text(match, Tags.PATIENT_BIRTH_DATE)),
        text(match, Tags.PATIENT_SEX),
        step.string(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION)
            .or(() -> match.string(Tags.REQUESTED_PROCEDURE_DESCRIPTION)).orElse(""));
  }

  private static String text(Dataset dataset, Tag tag) {
    return dataset.string(tag).orElse("");
  }

  /// The name as Vietnamese is spoken: family, middle, given.
  private static String spoken(PersonName name) {
    PersonName.Group group = name.alphabetic();
    return Stream.of(group.prefix(), group.family(), group.middle(), group.given(), group.suffix())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String day(String date) {
    return date.matches("[0-9]{8}")
        ? date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6) : date;
  }

  private static String time(String time) {
    return time.matches("[0-9]{4}.*") ? time.substring(0, 2) + ":" + time.substring(2, 4) : time;
  }
}
