package vn.tia.mapping.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.VisitEvent;
import vn.tia.mapping.exam.VisitEvent.Change;

/// The places, people, times and history of a visit's Encounter.
final class VisitDetails {
  private final AuthoritySystems systems;
  private final TimeZone zone;

  VisitDetails(AuthoritySystems systems, ZoneId zone) {
    this.systems = systems;
    this.zone = TimeZone.getTimeZone(zone);
  }

  /// What nobody has said yet: who attends and refers, and when it began.
  void fill(Encounter resource, VisitEvent event) {
    if (participant(resource, "ATND").isEmpty()) {
      event.visit().attending().ifPresent(person -> add(resource, "ATND", person));
    }
    if (participant(resource, "REF").isEmpty()) {
      event.visit().referring().ifPresent(person -> add(resource, "REF", person));
    }
    if (!resource.getPeriod().hasStart()) {
      event.visit().admittedAt().ifPresent(at ->
          resource.getPeriod().setStartElement(time(at)));
    }
  }

  /// Who attends and refers, when it began, and of what class the patient is now.
  void replace(Encounter resource, VisitEvent event) {
    event.visit().attending().ifPresent(person -> set(resource, "ATND", person));
    event.visit().referring().ifPresent(person -> set(resource, "REF", person));
    event.visit().admittedAt().ifPresent(at ->
        resource.getPeriod().setStartElement(time(at)));
    event.visit().patientClass().map(OrderResources::toClass)
        .filter(next -> !next.getCode().equals(resource.getClass_().getCode()))
        .ifPresent(next -> {
          if (resource.hasClass_()) {
            resource.addClassHistory().setClass_(resource.getClass_())
                .setPeriod(until(event, lastEnd(resource.getClassHistory().stream()
                    .map(Encounter.ClassHistoryComponent::getPeriod).toList(), resource)));
          }
          resource.setClass_(next);
        });
  }

  /// Keeps the status that is left, with its time.
  void history(Encounter resource, VisitEvent event, EncounterStatus next) {
    if (resource.getStatus() != next) {
      resource.addStatusHistory().setStatus(resource.getStatus())
          .setPeriod(until(event, lastEnd(resource.getStatusHistory().stream()
              .map(Encounter.StatusHistoryComponent::getPeriod).toList(), resource)));
    }
  }

  private static DateTimeType lastEnd(List<Period> before, Encounter resource) {
    return before.isEmpty() ? resource.getPeriod().getStartElement()
        : before.getLast().getEndElement();
  }

  private Period until(VisitEvent event, DateTimeType from) {
    var period = new Period();
    // A time that was corrected later could make a period that ends before it begins.
    if (from.hasValue() && event.at().filter(at ->
        !from.getValue().toInstant().isAfter(at)).isPresent()) {
      period.setStartElement(from.copy());
    }
    event.at().ifPresent(at -> period.setEndElement(time(at)));
    return period;
  }

  /// When it ended: set by its end, taken off where it goes on.
  void period(Encounter resource, VisitEvent event) {
    switch (resource.getStatus()) {
      case FINISHED -> {
        var end = event.change() == Change.ENDED
            ? event.endedAt().or(event::at) : event.endedAt();
        end.ifPresent(at -> resource.getPeriod().setEndElement(time(at)));
      }
      case PLANNED, ARRIVED, INPROGRESS -> resource.getPeriod().setEnd(null);
      default -> { }
    }
    if (resource.getPeriod().isEmpty()) {
      resource.setPeriod(null);
    }
  }

  /// Where the patient is after the event, and where they were until then.
  void place(Encounter resource, VisitEvent event) {
    switch (event.change()) {
      case ENDED -> {
        if (!resource.hasLocation()) {
          event.visit().patientLocation().ifPresent(text ->
              open(resource, text, event.visit().admittedAt()));
        }
        leave(resource, event);
      }
      case CANCELED -> leave(resource, event);
      case END_CANCELED -> {
        last(resource).ifPresent(VisitDetails::reopen);
        move(resource, event);
      }
      case MOVE_CANCELED -> {
        takeBack(resource, event);
        move(resource, event);
      }
      case MOVED -> {
        if (!resource.hasLocation()) {
          event.priorLocation().ifPresent(text ->
              close(open(resource, text, Optional.empty()), event));
        }
        move(resource, event);
      }
      case PLANNED, ARRIVED, ADMITTED, DESCRIBED -> move(resource, event);
    }
  }

  private void leave(Encounter resource, VisitEvent event) {
    last(resource).filter(VisitDetails::isOpen).ifPresent(one -> close(one, event));
  }

  private void move(Encounter resource, VisitEvent event) {
    event.visit().patientLocation().ifPresent(text -> {
      var here = last(resource);
      if (here.filter(one -> isOpen(one) && isAt(one, text)).isPresent()) {
        here.get().setStatus(status(resource));
        return;
      }
      here.filter(VisitDetails::isOpen).ifPresent(one -> close(one, event));
      var since = resource.hasLocation() ? event.at() : event.visit().admittedAt().or(event::at);
      open(resource, text, since).setStatus(status(resource));
    });
  }

  /// A patient who never went where the last entry says is where the one before it says.
  private static void takeBack(Encounter resource, VisitEvent event) {
    var all = resource.getLocation();
    if (all.size() > 1 && event.visit().patientLocation()
        .filter(text -> isAt(all.get(all.size() - 2), text)).isPresent()) {
      all.removeLast();
      reopen(all.getLast());
    }
  }

  private static EncounterLocationStatus status(Encounter resource) {
    return switch (resource.getStatus()) {
      case PLANNED -> EncounterLocationStatus.PLANNED;
      case FINISHED, CANCELLED -> EncounterLocationStatus.COMPLETED;
      default -> EncounterLocationStatus.ACTIVE;
    };
  }

  private EncounterLocationComponent open(
      Encounter resource, String text, Optional<Instant> since) {
    var place = resource.addLocation()
        .setLocation(new Reference().setType("Location").setDisplay(text));
    since.ifPresent(at -> place.setPeriod(new Period().setStartElement(time(at))));
    return place;
  }

  private void close(EncounterLocationComponent place, VisitEvent event) {
    place.setStatus(EncounterLocationStatus.COMPLETED);
    event.at().ifPresent(at -> place.getPeriod().setEndElement(time(at)));
  }

  private static void reopen(EncounterLocationComponent place) {
    place.setStatus(EncounterLocationStatus.ACTIVE);
    place.getPeriod().setEnd(null);
  }

  private static boolean isOpen(EncounterLocationComponent place) {
    return place.getStatus() != EncounterLocationStatus.COMPLETED;
  }

  private static boolean isAt(EncounterLocationComponent place, String text) {
    return text.equals(place.getLocation().getDisplay());
  }

  private static Optional<EncounterLocationComponent> last(Encounter resource) {
    return resource.hasLocation()
        ? Optional.of(resource.getLocation().getLast()) : Optional.empty();
  }

  private static Optional<EncounterParticipantComponent> participant(
      Encounter resource, String type) {
    return resource.getParticipant().stream()
        .filter(one -> one.getTypeFirstRep().getCodingFirstRep().getCode().equals(type))
        .findFirst();
  }

  private void add(Encounter resource, String type, Practitioner person) {
    resource.addParticipant()
        .addType(new CodeableConcept().addCoding(
            new Coding().setSystem(OrderResources.PARTICIPATION).setCode(type)))
        .setIndividual(People.toReference(person, systems));
  }

  private void set(Encounter resource, String type, Practitioner person) {
    participant(resource, type).ifPresentOrElse(
        one -> one.setIndividual(People.toReference(person, systems)),
        () -> add(resource, type, person));
  }

  private DateTimeType time(Instant instant) {
    return new DateTimeType(Date.from(instant), TemporalPrecisionEnum.SECOND, zone);
  }

  InstantType instant(Instant instant) {
    return new InstantType(Date.from(instant), TemporalPrecisionEnum.MILLI, zone);
  }
}
