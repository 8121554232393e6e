package vn.tia.records.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.OrderStatus;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientCondition;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Request;
import vn.tia.mapping.exam.RequestedProcedure;
import vn.tia.mapping.exam.ScheduledStep;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.Visit;

/// Orders for tests: a CT of the head for one patient, and ways to say it otherwise.
///
/// @param control and the rest: what the order says
public record ExampleOrders(
    OrderControl control,
    Optional<OrderStatus> status,
    Optional<String> placer,
    Optional<String> accession,
    Optional<String> studyUid,
    Patient patient,
    Visit visit,
    Request request,
    RequestedProcedure procedure,
    List<ScheduledStep> steps) {

  public static final Instant START = Instant.parse("2026-03-02T02:30:00Z");

  /// A new order for a CT of the head, with this placer order number.
  public static ExampleOrders headCt(String placer) {
    return new ExampleOrders(OrderControl.NEW, Optional.empty(), Optional.of(placer),
        Optional.empty(), Optional.empty(),
        patient("0012345", HumanName.of("NGUYỄN", "VĂN", "AN")),
        Visit.UNSAID, Request.UNSAID, procedure("CT sọ não"), List.of(step("CT", "CT1")));
  }

  public static Patient patient(String number, HumanName name) {
    return Patient.of(List.of(PatientIdentifier.local(number)), name,
        Optional.of(PartialDate.parse("19570321")), Sex.MALE);
  }

  public static RequestedProcedure procedure(String description) {
    return new RequestedProcedure(Optional.empty(),
        List.of(Coded.of("CTSN", description, "99HIS")), Optional.of(description),
        Optional.empty(), List.of(), Optional.empty(), Priority.ROUTINE, Optional.empty(),
        Optional.empty());
  }

  /// A step without an id, on these stations.
  public static ScheduledStep step(String modality, String... stationAes) {
    return new ScheduledStep(Optional.empty(), Optional.of("CT sọ não không cản quang"),
        Optional.of(modality), List.of(stationAes), List.of(), Optional.of("Phòng CT"),
        Optional.of(START), List.of(Coded.of("P-CTSN", "Sọ não", "99HIS")),
        List.of(new Practitioner(Optional.empty(), HumanName.of("LÊ", "THỊ", "BÌNH"))),
        Optional.empty(), Optional.empty(), Optional.empty());
  }

  public ExampleOrders with(OrderControl other) {
    return new ExampleOrders(other, status, placer, accession, studyUid, patient, visit, request,
        procedure, steps);
  }

  public ExampleOrders with(OrderStatus other) {
    return new ExampleOrders(control, Optional.of(other), placer, accession, studyUid, patient,
        visit, request, procedure, steps);
  }

  public ExampleOrders with(Patient other) {
    return new ExampleOrders(control, status, placer, accession, studyUid, other, visit, request,
        procedure, steps);
  }

  public ExampleOrders with(Visit other) {
    return new ExampleOrders(control, status, placer, accession, studyUid, patient, other,
        request, procedure, steps);
  }

  public ExampleOrders with(Request other) {
    return new ExampleOrders(control, status, placer, accession, studyUid, patient, visit, other,
        procedure, steps);
  }

  public ExampleOrders with(RequestedProcedure other) {
    return new ExampleOrders(control, status, placer, accession, studyUid, patient, visit,
        request, other, steps);
  }

  public ExampleOrders with(ScheduledStep... others) {
    return new ExampleOrders(control, status, placer, accession, studyUid, patient, visit,
        request, procedure, List.of(others));
  }

  public ExampleOrders withAccession(String number) {
    return new ExampleOrders(control, status, placer, Optional.of(number), studyUid, patient,
        visit, request, procedure, steps);
  }

  public ExampleOrders withStudyUid(String uid) {
    return new ExampleOrders(control, status, placer, accession, Optional.of(uid), patient, visit,
        request, procedure, steps);
  }

  public ImagingOrder order() {
    var numbers = new OrderNumbers(placer.map(AssignedId::of), Optional.empty(),
        Optional.empty(), accession.map(AssignedId::of), studyUid);
    return new ImagingOrder(control, status, numbers, patient, PatientCondition.UNSAID, visit,
        request, procedure, steps);
  }
}
