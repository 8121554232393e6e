package vn.tia.mapping.dicom.sr;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.mapping.dicom.CodeSystems;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.names.PersonNames;

/// Makes the dose summary of an exam and of each of its irradiation events, out of a Radiation Dose
/// SR of CT (PS3.16 TID 10011) or projection X-ray (TID 10001), as the HL7 guide "Radiation Dose
/// Summary for Diagnostic Procedures on FHIR" has them.
public final class DoseMapping {
  static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String DOSE_CLASS = "1.2.840.10008.5.1.4.1.1.88.67";
  private static final String UID_SYSTEM = "urn:dicom:uid";
  private static final String UID_TYPE =
      "http://hl7.org/fhir/uv/radiation-dose-summary/CodeSystem/dicom-identifier-type";
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";

  private static final String[] ACCUMULATED = {"113702", "113811"};
  private static final String[] EVENTS = {"113706", "113819"};
  private static final String IRRADIATION_AUTHORIZING = "113850";

  /// More exposures than any exam has; the totals count them all.
  private static final int EVENTS_MAX = 1_000;

  /// The totals of an exam, by their code, in the unit of the guide.
  private static final List<Total> TOTALS = List.of(
      new Total("113813", "CT Dose Length Product Total", DoseUnits.MILLIGRAY_CENTIMETRE),
      new Total("113722", "Dose Area Product Total", DoseUnits.MILLIGRAY_SQUARE_CENTIMETRE),
      new Total("113725", "Dose (RP) Total", DoseUnits.MILLIGRAY),
      new Total("113726", "Fluoro Dose Area Product Total",
          DoseUnits.MILLIGRAY_SQUARE_CENTIMETRE),
      new Total("113727", "Acquisition Dose Area Product Total",
          DoseUnits.MILLIGRAY_SQUARE_CENTIMETRE),
      new Total("113730", "Total Fluoro Time", DoseUnits.SECOND),
      new Total("113731", "Total Number of Radiographic Frames", DoseUnits.COUNT),
      new Total("111637", "Accumulated Average Glandular Dose", DoseUnits.MILLIGRAY));

  /// What one event gave, by its code.
  private static final List<Total> OF_EVENT = List.of(
      new Total("113830", "Mean CTDIvol", DoseUnits.MILLIGRAY),
      new Total("113838", "DLP", DoseUnits.MILLIGRAY_CENTIMETRE),
      new Total("122130", "Dose Area Product", DoseUnits.MILLIGRAY_SQUARE_CENTIMETRE),
      new Total("113738", "Dose (RP)", DoseUnits.MILLIGRAY),
      new Total("111631", "Average Glandular Dose", DoseUnits.MILLIGRAY));

  /// SNOMED-RT codes of old devices for what the guide codes by SNOMED CT (PS3.16 annex O).
  private static final Map<String, Coding> PROCEDURES = Map.of(
      "P5-08000", new Coding("http://snomed.info/sct", "77477000", "Computed tomography"),
      "77477000", new Coding("http://snomed.info/sct", "77477000", "Computed tomography"),
      "P5-40010", new Coding("http://snomed.info/sct", "71651007", "Mammography"),
      "71651007", new Coding("http://snomed.info/sct", "71651007", "Mammography"),
      "113704", new Coding(DCM, "113704", "Projection X-Ray"));

  private record Total(String code, String display, DoseUnits unit) {}

  /// What a dose belongs to, by the ids of the resources.
  ///
  /// @param summaryId of the summary
  /// @param eventIds makes the id of an event from its UID
  /// @param source where they come from, `meta.source`
  public record Place(String summaryId, UnaryOperator<String> eventIds, String patientId,
      String imagingStudyId, Optional<String> serviceRequestId, String source, ZoneId zone) {}

  /// A summary and the events that it counts.
  public record Dose(Observation summary, List<Observation> events) {}

  private DoseMapping() {}

  /// Whether a SOP class is X-Ray Radiation Dose SR Storage.
  public static boolean isDose(String sopClassUid) {
    return DOSE_CLASS.equals(sopClassUid);
  }

  /// The dose that a document tells of.
  ///
  /// @throws SrException if it is no dose report of CT or projection X-ray
  public static Dose toDose(SrDocument document, Place place) {
    var root = document.content();
    var accumulated = root.children().stream().filter(item -> item.isNamed(ACCUMULATED)).toList();
    var all = root.children().stream().filter(item -> item.isNamed(EVENTS)).toList();
    if (accumulated.isEmpty() && all.isEmpty()) {
      throw new SrException("the dose report has neither accumulated doses nor events");
    }
    var status = document.flags().isComplete()
        ? ObservationStatus.FINAL : ObservationStatus.PRELIMINARY;
    var events = new ArrayList<Observation>();
    for (var item : all.subList(0, Math.min(all.size(), EVENTS_MAX))) {
      events.add(event(item, document, place, events.size()).setStatus(status));
    }
    var summary = base(place, place.summaryId()).setStatus(status);
    summary.addIdentifier(identifier("sop-instance-uid", "SOP Instance UID", document.uid()));
    summary.addFocus(new Reference("ImagingStudy/" + place.imagingStudyId()));
    summary.setCode(new CodeableConcept(new Coding("http://loinc.org", "73569-6",
        "Radiation exposure and protection information [Description] Document "
            + "Diagnostic imaging")));
    root.child("113809").or(() -> all.stream().findFirst().flatMap(one -> one.child("111526")))
        .flatMap(ContentItem::moment).flatMap(value -> SrDocument.instant(value, place.zone()))
        .or(document::writtenAt)
        .ifPresent(at -> summary.setEffective(dateTime(at, place.zone())));
    summary.setDevice(device(document));
    authorizer(root).ifPresent(summary::addPerformer);
    procedure(root).ifPresent(one -> summary.addComponent()
        .setCode(concept("121058", "Procedure reported")).setValue(new CodeableConcept(one)));
    totals(accumulated).forEach(summary::addComponent);
    events.forEach(one -> summary.addHasMember(
        new Reference("Observation/" + one.getIdElement().getIdPart())));
    summary.setValue(new StringType(words(summary, all.size())));
    return new Dose(summary, events);
  }

  private static Observation base(Place place, String id) {
    var observation = new Observation();
    observation.setId(id);
    observation.getMeta().setSource(place.source());
    observation.addPartOf(new Reference("ImagingStudy/" + place.imagingStudyId()));
    place.serviceRequestId().ifPresent(order ->
        observation.addBasedOn(new Reference("ServiceRequest/" + order)));
    observation.addCategory(new CodeableConcept(new Coding(CATEGORY, "imaging", "Imaging")));
    observation.setSubject(new Reference("Patient/" + place.patientId()));
    return observation;
  }

  private static Observation event(
      ContentItem item, SrDocument document, Place place, int number) {
    var uid = item.child("113769").flatMap(ContentItem::uid);
    var observation = base(place, place.eventIds().apply(
        uid.orElse(place.summaryId() + "/" + number)));
    uid.ifPresent(one -> observation.addIdentifier(
        identifier("irradiation-event-uid", "Irradiation Event UID", one)));
    observation.setCode(concept("113852", "Irradiation Event"));
    item.child("111526").flatMap(ContentItem::moment)
        .flatMap(value -> SrDocument.instant(value, place.zone()))
        .or(document::writtenAt)
        .ifPresent(at -> observation.setEffective(dateTime(at, place.zone())));
    observation.setDevice(device(document));
    item.child("123014").flatMap(ContentItem::code)
        .ifPresent(site -> observation.setBodySite(new CodeableConcept(coding(site))));
    OF_EVENT.forEach(total -> item.all().filter(one -> one.isNamed(total.code()))
        .flatMap(one -> one.amount().stream()).findFirst()
        .ifPresent(amount -> observation.addComponent()
            .setCode(concept(total.code(), total.display()))
            .setValue(total.unit().of(amount))));
    item.all().filter(one -> one.isNamed("113835")).flatMap(one -> one.code().stream()).findFirst()
        .ifPresent(phantom -> observation.addComponent()
            .setCode(concept("113835", "CTDIw Phantom Type"))
            .setValue(new CodeableConcept(coding(phantom))));
    return observation;
  }

  /// The totals: of the planes of one system together, of each breast by itself.
  private static List<ObservationComponentComponent> totals(List<ContentItem> accumulated) {
    var components = new ArrayList<ObservationComponentComponent>();
    for (var total : TOTALS) {
      var items = accumulated.stream()
          .flatMap(one -> one.all().filter(item -> item.isNamed(total.code())))
          .filter(item -> item.amount().isPresent()).toList();
      if (total.code().equals("111637")) {
        items.forEach(item -> components.add(component(total, total.unit().of(
            item.amount().orElseThrow()), SrText.modified(item, total.display()))));
      } else {
        sum(total, items).ifPresent(quantity ->
            components.add(component(total, quantity, total.display())));
      }
    }
    return components;
  }

  private static Optional<Quantity> sum(Total total, List<ContentItem> items) {
    var quantities = items.stream()
        .map(item -> total.unit().of(item.amount().orElseThrow())).toList();
    if (quantities.isEmpty()) {
      return Optional.empty();
    }
    var first = quantities.getFirst();
    // Amounts of unknown units can't be added.
    return quantities.stream().allMatch(Quantity::hasCode)
        ? Optional.of(first.copy().setValue(quantities.stream()
            .map(Quantity::getValue).reduce(BigDecimal.ZERO, BigDecimal::add)))
        : Optional.of(first);
  }

  private static ObservationComponentComponent component(
      Total total, Quantity quantity, String text) {
    var code = concept(total.code(), total.display());
    return new ObservationComponentComponent()
        .setCode(text.equals(total.display()) ? code : code.setText(text))
        .setValue(quantity);
  }

  private static String words(Observation summary, int events) {
    var doses = summary.getComponent().stream()
        .filter(component -> component.getValue() instanceof Quantity)
        .map(component -> (component.getCode().hasText() ? component.getCode().getText()
            : component.getCode().getCodingFirstRep().getDisplay()) + " = "
            + words((Quantity) component.getValue()));
    return Stream.concat(doses, Stream.of("Irradiation Events = " + events))
        .collect(Collectors.joining(", "));
  }

  private static String words(Quantity quantity) {
    var number = quantity.getValue().toPlainString();
    return !quantity.hasUnit() || quantity.getUnit().equals("1")
        ? number : number + " " + quantity.getUnit();
  }

  private static Optional<Coding> procedure(ContentItem root) {
    return root.child("121058").flatMap(ContentItem::code)
        .map(code -> PROCEDURES.containsKey(code.code())
            ? PROCEDURES.get(code.code()).copy() : coding(code));
  }

  /// The person who was responsible for the irradiation (TID 1020 under TID 10011 and 10001).
  private static Optional<Reference> authorizer(ContentItem root) {
    return root.all()
        .filter(item -> item.code().filter(role ->
            role.code().equals(IRRADIATION_AUTHORIZING)).isPresent()
            || item.children().stream().anyMatch(child -> child.code().filter(role ->
                role.code().equals(IRRADIATION_AUTHORIZING)).isPresent()))
        .flatMap(item -> item.content() instanceof ContentItem.Person(String name)
            ? Stream.of(new Reference().setType("Practitioner")
                .setDisplay(PersonNames.toHumanName(name).text())) : Stream.of())
        .findFirst();
  }

  /// The device as a logical reference: no record is kept of it here.
  private static Reference device(SrDocument document) {
    var device = document.device();
    var reference = new Reference().setType("Device");
    var name = Stream.of(device.manufacturer(), device.model(), device.station())
        .flatMap(Optional::stream).collect(Collectors.joining(" "));
    document.content().child("121012").flatMap(ContentItem::uid)
        .ifPresent(uid -> reference.setIdentifier(
            new Identifier().setSystem(UID_SYSTEM).setValue("urn:oid:" + uid)));
    if (!reference.hasIdentifier()) {
      device.serialNumber().ifPresent(serial ->
          reference.setIdentifier(new Identifier().setValue(serial)));
    }
    return name.isEmpty() ? reference.setDisplay("unknown device") : reference.setDisplay(name);
  }

  private static Identifier identifier(String type, String display, String uid) {
    return new Identifier()
        .setType(new CodeableConcept(new Coding(UID_TYPE, type, display)))
        .setSystem(UID_SYSTEM).setValue("urn:oid:" + uid);
  }

  private static CodeableConcept concept(String code, String display) {
    return new CodeableConcept(new Coding(DCM, code, display));
  }

  private static Coding coding(Coded code) {
    var coding = new Coding().setCode(code.code());
    code.scheme().flatMap(CodeSystems::uri).ifPresent(coding::setSystem);
    code.display().ifPresent(coding::setDisplay);
    return coding;
  }

  private static DateTimeType dateTime(Instant at, ZoneId zone) {
    return new DateTimeType(
        Date.from(at), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone(zone));
  }
}
