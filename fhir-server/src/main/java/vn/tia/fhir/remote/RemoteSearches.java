package vn.tia.fhir.remote;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import vn.tia.bridge.remote.RemoteImaging;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.fhir.rest.DoorAddition;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.records.access.Access;
import vn.tia.records.patients.Patients;

/// Asks other archives before a search of ImagingStudies by patient, patient's number, accession
/// number or Study Instance UID, so that the search finds what they hold.
///
/// The same question is not asked again for a minute: an EMR that turns its pages doesn't wait.
public final class RemoteSearches implements DoorAddition {

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
  /// Values of one search that are asked for: one patient has a few numbers.
  private static final int VALUES_MAX = 10;
  /// Questions that are remembered.
  private static final int ASKED_MAX = 10_000;

  private static final Pattern BELONGING = Pattern.compile("/Patient/([^/]+)/(?:ImagingStudy|\\*)");
  private static final Set<String> PATIENT = Set.of(
      "patient", "subject", "patient:Patient", "subject:Patient");
  private static final String UID_SYSTEM = "urn:dicom:uid|";
  private static final String OID = "urn:oid:";

  private final RemoteImaging imaging;
  private final Patients patients;
  private final InstantSource clock;
  private final LinkedHashMap<Asked, Instant> asked = new LinkedHashMap<>();

  /// A question for all that have a value.
  private record Wanted(Tag key, String value) {}

  private record Asked(Wanted wanted, Set<Integer> facilities) {}

  public RemoteSearches(RemoteImaging imaging, Patients patients, InstantSource clock) {
    this.imaging = imaging;
    this.patients = patients;
    this.clock = clock;
  }

  @Override
  public List<Object> interceptors() {
    return List.of();
  }

  @Override
  public void describe(CapabilityStatement statement) {
    // Nothing is asked in another way.
  }

  @Override
  public Ahead ahead(String path, Map<String, List<String>> query, Access access) {
    if (!imaging.isAsked(access)) {
      return Ahead.NOTHING;
    }
    int written = 0;
    Set<String> silent = new LinkedHashSet<>();
    for (var wanted : wanted(path, query, access).stream().limit(VALUES_MAX).toList()) {
      if (isNew(new Asked(wanted, access.facilityIds()))) {
        var made = imaging.make(wanted.key(), wanted.value(), access);
        written += made.written();
        silent.addAll(made.silent());
        if (!made.silent().isEmpty()) {
          forget(new Asked(wanted, access.facilityIds()));
        }
      }
    }
    return new Ahead(written, silent.stream()
        .map(name -> "the archive " + name + " gave no answer: its studies may be missing")
        .toList());
  }

  private synchronized boolean isNew(Asked question) {
    var now = clock.instant();
    while (!asked.isEmpty() && (asked.size() >= ASKED_MAX
        || asked.firstEntry().getValue().plus(AGAIN_AFTER).isBefore(now))) {
      asked.pollFirstEntry();
    }
    return asked.putIfAbsent(question, now) == null;
  }

  private synchronized void forget(Asked question) {
    asked.remove(question);
  }

  private List<Wanted> wanted(String path, Map<String, List<String>> query, Access access) {
    List<Wanted> wanted = new ArrayList<>();
    var belonging = BELONGING.matcher(path);
    if (belonging.matches()) {
      ofPatient(belonging.group(1), access).forEach(wanted::add);
    } else if (path.equals("/ImagingStudy")) {
      query.forEach((name, values) -> values.stream()
          .flatMap(value -> Arrays.stream(value.split(",")))
          .flatMap(value -> wanted(name, value.strip(), access))
          .forEach(wanted::add));
    }
    return wanted.stream().distinct().toList();
  }

  private Stream<Wanted> wanted(String name, String value, Access access) {
    if (PATIENT.contains(name)) {
      return ofPatient(value.substring(value.lastIndexOf('/') + 1), access);
    }
    if (name.endsWith(".identifier")
        && PATIENT.contains(name.substring(0, name.length() - ".identifier".length()))) {
      return Stream.of(new Wanted(Tags.PATIENT_ID, behindSystem(value)));
    }
    return switch (name) {
      case "identifier" -> value.startsWith(UID_SYSTEM) || value.startsWith(OID)
          ? Stream.of(new Wanted(Tags.STUDY_INSTANCE_UID,
              value.substring(value.startsWith(OID) ? 0 : UID_SYSTEM.length())
                  .replaceFirst("^" + OID, "")))
          : Stream.of(new Wanted(Tags.ACCESSION_NUMBER, behindSystem(value)));
      case "accession" -> Stream.of(new Wanted(Tags.ACCESSION_NUMBER, behindSystem(value)));
      default -> Stream.of();
    };
  }

  private static String behindSystem(String token) {
    return token.substring(token.lastIndexOf('|') + 1);
  }

  private Stream<Wanted> ofPatient(String id, Access access) {
    return access.facilityIds().stream()
        .flatMap(facility -> patients.byFhirId(facility, id).stream())
        .flatMap(one -> one.patient().identifiers().stream())
        .filter(PatientIdentifier::isLocal)
        .map(number -> new Wanted(Tags.PATIENT_ID, number.value()));
  }
}
