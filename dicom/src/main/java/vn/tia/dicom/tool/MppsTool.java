package vn.tia.dicom.tool;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.NResponse;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StatusTable;

/// `mpps`: tells that an exam began, went on or ended, as a modality does (N-CREATE, N-SET).
final class MppsTool implements Tool {
  private static final String SOP_CLASS = Uids.MODALITY_PERFORMED_PROCEDURE_STEP.value();
  private static final String SCHEDULED = "ScheduledStepAttributesSequence[0].";

  /// What an N-CREATE must name with or without a value: type 2 of PS3.4 table F.7.2-1.
  private static final List<String> TYPE_2 = List.of(
      SCHEDULED + "ReferencedStudySequence", SCHEDULED + "AccessionNumber",
      SCHEDULED + "RequestedProcedureID", SCHEDULED + "RequestedProcedureDescription",
      SCHEDULED + "ScheduledProcedureStepID", SCHEDULED + "ScheduledProcedureStepDescription",
      SCHEDULED + "ScheduledProtocolCodeSequence", "PatientName", "PatientID",
      "PatientBirthDate", "PatientSex", "ReferencedPatientSequence", "PerformedStationName",
      "PerformedLocation", "PerformedProcedureStepDescription",
      "PerformedProcedureTypeDescription", "ProcedureCodeSequence",
      "PerformedProcedureStepEndDate", "PerformedProcedureStepEndTime", "StudyID",
      "PerformedProtocolCodeSequence", "PerformedSeriesSequence");

  @Override
  public Manual manual() {
    return new Manual("mpps", "tell that an exam began or ended (MPPS)",
        "create|set " + Peer.OPERAND + " [UID]", Peer.and(Attributes.KEY),
        """
        create starts a step IN PROGRESS now, with a new UID unless one is given, and prints the
        UID. What PS3.4 wants to be named is sent empty; -k gives values, and Modality must have
        one. set changes the step with this UID; only what -k names is sent, but a step that ends
        (COMPLETED or DISCONTINUED) ends now unless -k says when.

        Examples:
          ./tia dicom mpps create --calling CT1 --called TIA -k Modality=CT -k PatientID=123 \\
            -k 'ScheduledStepAttributesSequence[0].AccessionNumber=A1' localhost:11112
          ./tia dicom mpps set --calling CT1 --called TIA \\
            -k PerformedProcedureStepStatus=COMPLETED localhost:11112 2.25.123
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> operands =
        arguments.operands(2, 3, "create or set, %s, and a UID".formatted(Peer.OPERAND));
    boolean isCreate = operands.getFirst().equals("create");
    if (!isCreate && !operands.getFirst().equals("set")) {
      throw new UsageException(
          "the first word is create or set, got '%s'.".formatted(operands.getFirst()));
    }
    if (!isCreate && operands.size() < 3) {
      throw new UsageException("set needs the UID that create printed.");
    }
    String uid = operands.size() == 3 ? uid(operands.get(2)) : Uid.random().value();
    Dataset sent = isCreate ? created(arguments) : changed(arguments);
    ClientSettings settings = Peer.settings(operands.get(1), arguments).propose(SOP_CLASS);
    try (Association association = Peer.open(settings)) {
      NResponse response = isCreate
          ? association.create(SOP_CLASS, uid, sent) : association.set(SOP_CLASS, uid, sent);
      return told(uid, response.status(), console);
    }
  }

  private static int told(String uid, Status status, Console console) {
    if (status.isSuccess() || status.isWarning()) {
      console.out().println(uid);
      if (status.isWarning()) {
        console.remark("the peer said: %s.".formatted(
            Statuses.of(status, StatusTable.PERFORMED_STEP)));
      }
      return DicomTool.OK;
    }
    console.remark("the peer refused: %s.".formatted(
        Statuses.of(status, StatusTable.PERFORMED_STEP)));
    return DicomTool.FAILED;
  }

  private static String uid(String text) throws UsageException {
    return Uid.parse(text).map(Uid::value)
        .orElseThrow(() -> new UsageException("'%s' is no UID.".formatted(text)));
  }

  private static Dataset created(Arguments arguments) throws UsageException {
    List<String> words = new ArrayList<>(TYPE_2);
    words.add(SCHEDULED + "StudyInstanceUID=" + Uid.random().value());
    words.add("PerformedStationAETitle=" + Peer.calling(arguments));
    words.add("PerformedProcedureStepID=P" + now("yyMMddHHmmss"));
    words.add("PerformedProcedureStepStartDate=" + now("yyyyMMdd"));
    words.add("PerformedProcedureStepStartTime=" + now("HHmmss"));
    words.add("PerformedProcedureStepStatus=IN PROGRESS");
    words.addAll(arguments.values(Attributes.KEY));
    Dataset dataset = Attributes.of(words);
    if (dataset.string(Tags.MODALITY).isEmpty()) {
      throw new UsageException("create needs the modality, such as -k Modality=CT.");
    }
    return dataset;
  }

  private static Dataset changed(Arguments arguments) throws UsageException {
    Dataset asked = Attributes.of(arguments.values(Attributes.KEY));
    if (asked.isEmpty()) {
      throw new UsageException("set needs at least one -k KEY=VALUE.");
    }
    String status = asked.string(Tags.PERFORMED_PROCEDURE_STEP_STATUS).orElse("");
    if (!status.equals("COMPLETED") && !status.equals("DISCONTINUED")) {
      return asked;
    }
    return Dataset.builder()
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_DATE, now("yyyyMMdd"))
        .put(Tags.PERFORMED_PROCEDURE_STEP_END_TIME, now("HHmmss"))
        .putAll(asked)
        .build();
  }

  private static String now(String pattern) {
    return LocalDateTime.now().format(DateTimeFormatter.ofPattern(pattern));
  }
}
