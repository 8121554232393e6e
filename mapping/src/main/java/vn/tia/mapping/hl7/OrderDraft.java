package vn.tia.mapping.hl7;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.Insurance;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Pregnancy;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Visit;

/// An order while the rules fill it in; never leaves this package.
final class OrderDraft {

  OrderControl control = OrderControl.NEW;
  Optional<OrderStatus> status = Optional.empty();

  Optional<AssignedId> placer = Optional.empty();
  Optional<AssignedId> filler = Optional.empty();
  Optional<AssignedId> group = Optional.empty();
  Optional<AssignedId> accession = Optional.empty();
  Optional<String> studyUid = Optional.empty();

  final PatientDraft patient = new PatientDraft();

  Optional<BigDecimal> weightKg = Optional.empty();
  Optional<BigDecimal> heightM = Optional.empty();
  List<String> alerts = List.of();
  List<String> allergies = List.of();
  Optional<Pregnancy> pregnancy = Optional.empty();
  Optional<String> specialNeeds = Optional.empty();
  Optional<String> state = Optional.empty();
  Optional<String> patientComments = Optional.empty();

  Optional<AssignedId> admissionId = Optional.empty();
  Optional<Instant> admittedAt = Optional.empty();
  Optional<String> patientClass = Optional.empty();
  Optional<String> institution = Optional.empty();
  Optional<String> institutionAddress = Optional.empty();
  Optional<String> patientLocation = Optional.empty();
  Optional<Practitioner> referring = Optional.empty();
  Optional<Practitioner> attending = Optional.empty();

  Optional<Practitioner> requester = Optional.empty();
  Optional<String> department = Optional.empty();
  List<String> callbackPhones = List.of();
  Optional<Instant> issuedAt = Optional.empty();
  Optional<Practitioner> enteredBy = Optional.empty();

  Optional<String> procedureId = Optional.empty();
  List<Coded> codes = List.of();
  Optional<String> description = Optional.empty();
  Optional<String> comments = Optional.empty();
  List<Coded> reasons = List.of();
  Optional<String> reasonText = Optional.empty();
  Priority priority = Priority.ROUTINE;
  Optional<String> transport = Optional.empty();
  Optional<String> confidentiality = Optional.empty();

  List<Insurance> insurances = List.of();
  final Set<String> cleared = new HashSet<>();
  final List<StepDraft> steps = new ArrayList<>();

  /// A step while the rules fill it in, with the IPC segment that it comes from.
  static final class StepDraft {
    final Optional<Hl7Segment> ipc;
    Optional<String> id = Optional.empty();
    Optional<String> description = Optional.empty();
    Optional<String> modality = Optional.empty();
    List<String> stationAes = List.of();
    List<String> stationNames = List.of();
    Optional<String> location = Optional.empty();
    Optional<Instant> start = Optional.empty();
    List<Coded> protocolCodes = List.of();
    List<Practitioner> performers = List.of();
    Optional<String> contrastAgent = Optional.empty();

    StepDraft(Optional<Hl7Segment> ipc) {
      this.ipc = ipc;
    }

    private ScheduledStep toStep() {
      return new ScheduledStep(id, description, modality, stationAes, stationNames, location,
          start, protocolCodes, performers, Optional.empty(), contrastAgent, Optional.empty());
    }
  }

  ImagingOrder toOrder() {
    return new ImagingOrder(control, status,
        new OrderNumbers(placer, filler, group, accession, studyUid),
        patient.toPatient(),
        new PatientCondition(weightKg, heightM, alerts, allergies, pregnancy, specialNeeds, state,
            patientComments),
        new Visit(admissionId, admittedAt, patientClass, institution, institutionAddress,
            patientLocation, referring, attending),
        new Request(requester, department, callbackPhones, issuedAt, enteredBy, Optional.empty()),
        new RequestedProcedure(procedureId, codes, description, comments, reasons, reasonText,
            priority, transport, confidentiality),
        insurances, cleared, steps.stream().map(StepDraft::toStep).toList());
  }
}
