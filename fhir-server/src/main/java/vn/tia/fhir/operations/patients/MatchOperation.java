package vn.tia.fhir.operations.patients;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Patient;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.StoredBundle;
import vn.tia.fhir.operations.patients.Likeness.Grade;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.PatientCriteria;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.records.access.Access;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// `Patient/$match`: which patients a description may mean, the likeliest first
/// (R4 section 8.1.16).
///
/// Whoever shares a number, the name, or the date of birth and a word of the name is looked at.
/// Merged patients are not found; their numbers lead to whoever stands in their place.
public record MatchOperation(Patients patients, Resources resources) implements Operation {
  /// How many patients each way of looking brings at most: common names are many.
  private static final int CANDIDATES_MAX = 500;
  private static final int COUNT = 20;

  private static final OperationInfo INFO = new OperationInfo("match",
      OperationInfo.r4("Patient-match"), "Which patients a description may mean.",
      Effect.READS, Set.of(Level.TYPE), Set.of("Patient"), List.of(
          OperationInfo.needed("resource", "Patient", "What is known of the patient."),
          OperationInfo.in("onlyCertainMatches", "boolean",
              "Only if one, and only one, is meant for certain."),
          OperationInfo.in("count", "integer", "How many are answered at most; 20 else."),
          OperationInfo.out("return", "Bundle",
              "Patients with score and match-grade, the likeliest first.")));

  private record Match(StoredResource resource, Likeness likeness) {}

  @Override
  public OperationInfo info() {
    return INFO;
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var asked = asked(call);
    var isOnlyCertain = call.input().flag("onlyCertainMatches").orElse(false);
    var matches = candidates(asked, call.access()).stream()
        .map(found -> new Match(found, Likeness.of(asked, Person.of(found.decode(Patient.class)))))
        .filter(match -> match.likeness().grade() != Grade.CERTAINLY_NOT)
        .filter(match -> !isOnlyCertain || match.likeness().grade() == Grade.CERTAIN)
        .sorted(Comparator.comparing((Match match) -> match.likeness().score()).reversed()
            .thenComparing(match -> match.resource().id()))
        .toList();
    // Two who are certain are one too many.
    var answered = isOnlyCertain && matches.size() > 1 ? List.<Match>of() : matches;
    return new OperationAnswer.Found(new StoredBundle(call.base(), call.base() + "/Patient/$match",
        Optional.empty(), OptionalInt.of(answered.size()), answered.stream()
            .limit(call.input().number("count").orElse(COUNT))
            .map(MatchOperation::entry).toList()));
  }

  private static Person asked(OperationCall call) {
    var patient = call.input().resource("resource", Patient.class).orElseThrow(() ->
        new InvalidRequestException("the parameter resource is needed: a Patient"));
    var asked = Person.of(patient);
    if (asked.numbers().isEmpty() && asked.keys().isEmpty()) {
      throw new UnprocessableEntityException(
          "to be matched, a Patient needs an identifier or a name");
    }
    return asked;
  }

  private static StoredBundle.Entry entry(Match match) {
    return new StoredBundle.Entry(match.resource(), SearchEntryMode.MATCH,
        Optional.of(new StoredBundle.Match(
            match.likeness().score(), match.likeness().grade().code())));
  }

  private List<StoredResource> candidates(Person asked, Access access) {
    var keys = new LinkedHashSet<ResourceKey>();
    for (var facility : access.facilityIds()) {
      criteria(asked).forEach(criteria ->
          patients.search(facility, criteria, OptionalLong.empty(), CANDIDATES_MAX)
              .forEach(found -> keys.add(new ResourceKey("Patient", found.fhirId()))));
    }
    return resources.readMany(List.copyOf(keys), access);
  }

  private static List<PatientCriteria> criteria(Person asked) {
    var none = new PatientCriteria(List.of(), List.of(), Optional.empty(), Optional.empty());
    var byNumber = new PatientCriteria(asked.numbers().stream().flatMap(MatchOperation::number)
        .toList(), List.of(), Optional.empty(), Optional.empty());
    var criteria = new ArrayList<PatientCriteria>();
    criteria.add(byNumber);
    for (var key : asked.keys()) {
      criteria.add(new PatientCriteria(
          List.of(), List.of(key.toString()), Optional.empty(), Optional.empty()));
      asked.birthDate().ifPresent(date -> key.words().forEach(word -> criteria.add(
          new PatientCriteria(List.of(), List.of(word), Optional.of(date), Optional.empty()))));
    }
    criteria.removeIf(one -> one.equals(none));
    return criteria;
  }

  private static Stream<PatientIdentifier> number(Person.Number number) {
    try {
      var authority = number.system().isEmpty()
          ? Authority.UNSAID : Authority.ofUri(number.system());
      return Stream.of(
          new PatientIdentifier(number.value(), authority, PatientIdentifier.RECORD_NUMBER));
    } catch (IllegalArgumentException tooLong) {
      // No patient can have it.
      return Stream.empty();
    }
  }
}
