package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.mapping.dicom.EndpointMapping;
import vn.tia.mapping.dicom.ImagingStudyMapping;
import vn.tia.mapping.dicom.InstanceFacts;
import vn.tia.mapping.dicom.SeriesFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.dicom.StudyOverview;
import vn.tia.mapping.dicom.StudyOverview.Links;
import vn.tia.mapping.dicom.StudyOverview.SeriesOverview;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.resources.Resources;
import vn.tia.records.rounds.Rounds;

/// Makes the ImagingStudy of each study that changed, once it has rested.
///
/// The rows are read and encoded outside of any lock, so that no sender ever waits for it; a change
/// that comes meanwhile leaves the study in the queue.
public final class StudyProjection {

  private static final Logger LOG = LoggerFactory.getLogger(StudyProjection.class);

  /// How many studies one round takes; bounds what waits behind a failing one.
  private static final int ROUND_MAX = 50;

  /// Adds at most this to the rest of a study.
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BACK_OFF = Duration.ofSeconds(5);

  private final Database database;
  private final Facilities facilities;
  private final Resources resources;
  private final Addresses addresses;

  /// Where FHIR clients reach the images, without a slash at the end.
  ///
  /// @param dicomWeb the base of DICOMweb
  /// @param imageDisplay the page that shows a study, empty where there is no viewer
  public record Addresses(String dicomWeb, Optional<String> imageDisplay) {

    /// The ids of the endpoints of a facility, whatever their addresses are.
    List<String> endpointIds(int facilityId) {
      return endpoints(this, facilityId).stream().map(Endpoint::getIdPart).toList();
    }
  }

  public StudyProjection(
      Database database, Facilities facilities, Resources resources, Addresses addresses) {
    this.database = database;
    this.facilities = facilities;
    this.resources = resources;
    this.addresses = addresses;
  }

  private record Due(long studyId, long version) {}

  /// Projects round after round until closed: polls, because a study is due by the clock. Several
  /// nodes may do so, each study ends right.
  public Rounds start() {
    return Rounds.start("study-projection", Duration.ZERO, BACK_OFF,
        () -> run() > 0 ? Duration.ZERO : POLL);
  }

  /// Projects the studies that are due, and returns how many were.
  public int run() {
    var due = database.jdbc().sql("""
            SELECT p.study_id, s.version FROM study_projection p JOIN study s ON s.id = p.study_id
            WHERE p.due <= now() AND NOT s.arriving ORDER BY p.due LIMIT ?""")
        .param(ROUND_MAX)
        .query((row, _) -> new Due(row.getLong(1), row.getLong(2)))
        .list();
    due.forEach(this::project);
    return due.size();
  }

  private void project(Due due) {
    try {
      var study = read(due.studyId());
      database.inTransaction(() -> {
        resources.put(study.facilityId(), imagingStudy(study));
        settle(due);
      });
    } catch (RuntimeException e) {
      // The class only: a message may quote a row.
      LOG.warn("the ImagingStudy of study row {} failed, next try in 10 s: {}", due.studyId(),
          e.getClass().getName());
      database.jdbc()
          .sql("UPDATE study_projection SET due = now() + interval '10 s' WHERE study_id = ?")
          .param(due.studyId())
          .update();
    }
  }

  private static ImagingStudy imagingStudy(Read study) {
    var fhir = ImagingStudyMapping.of(study.overview());
    if (study.isDoubtful()) {
      fhir.getMeta().addTag(new Coding(Quarantine.TAG, "doubtful",
          "holds images that may be another patient's or another study's"));
    }
    return fhir;
  }

  /// Takes the study off the queue, unless it changed since it was listed; then it comes again.
  private void settle(Due due) {
    long version = database.jdbc().sql("SELECT version FROM study WHERE id = ? FOR UPDATE")
        .param(due.studyId())
        .query(Long.class)
        .single();
    var sql = version == due.version()
        ? "DELETE FROM study_projection WHERE study_id = ?"
        : "UPDATE study_projection SET due = now() + interval '1 s' WHERE study_id = ?";
    database.jdbc().sql(sql).param(due.studyId()).update();
  }

  /// The id of a facility's endpoint of a kind, the same at every start.
  private static String endpointId(String kind, int facilityId) {
    return UUID.nameUUIDFromBytes(
        ("tia/endpoint/" + kind + "/" + facilityId).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<Endpoint> endpoints(Addresses addresses, int facilityId) {
    var web = EndpointMapping.wadoRs(endpointId("dicom-wado-rs", facilityId),
        addresses.dicomWeb());
    return addresses.imageDisplay()
        .map(page -> List.of(web,
            EndpointMapping.imageDisplay(endpointId("ihe-iid", facilityId), page)))
        .orElse(List.of(web));
  }

  /// Writes the Endpoints of every facility; unchanged ones stay as they are.
  public void writeEndpoints() {
    facilities.all().forEach(facility -> database.inTransaction(() ->
        endpoints(addresses, facility.id()).forEach(
            endpoint -> resources.put(facility.id(), endpoint))));
  }

  private record Read(int facilityId, StudyOverview overview, boolean isDoubtful) {}

  private Read read(long studyId) {
    var series = series(studyId);
    return database.jdbc().sql("""
            SELECT t.facility_id, t.fhir_id, t.accession_system, t.attributes,
              p.fhir_id AS patient, o.fhir_id AS service_request,
              EXISTS (SELECT FROM quarantine q
                WHERE q.study_id = t.id AND q.settled IS NULL) AS doubtful
            FROM study t JOIN patient p ON p.id = t.patient_id
            LEFT JOIN imaging_order o ON o.id = t.order_id
            WHERE t.id = ?""")
        .param(studyId)
        .query((row, _) -> study(row, series))
        .single();
  }

  private Read study(ResultSet row, List<SeriesOverview> series) throws SQLException {
    var facility = facilities.byId(row.getInt("facility_id")).orElseThrow();
    var links = new Links(row.getString("patient"),
        Optional.ofNullable(row.getString("service_request")),
        addresses.endpointIds(facility.id()));
    return new Read(facility.id(), new StudyOverview(
        row.getString("fhir_id"),
        StudyFacts.of(Encoded.fromPlain(row.getBytes("attributes"))),
        Optional.ofNullable(row.getString("accession_system")),
        links, facility.zone(), series), row.getBoolean("doubtful"));
  }

  private List<SeriesOverview> series(long studyId) {
    Map<Long, SeriesFacts> facts = new LinkedHashMap<>();
    database.jdbc()
        .sql("SELECT id, attributes FROM series WHERE study_id = ? ORDER BY series_number, id")
        .param(studyId)
        .query(row -> {
          facts.put(row.getLong("id"),
              SeriesFacts.of(Encoded.fromPlain(row.getBytes("attributes"))));
        });
    var instances = instances(facts.keySet().toArray(Long[]::new));
    return facts.entrySet().stream()
        .map(one -> new SeriesOverview(
            one.getValue(), instances.getOrDefault(one.getKey(), List.of())))
        .toList();
  }

  private Map<Long, List<InstanceFacts>> instances(Long[] series) {
    Map<Long, List<InstanceFacts>> found = new LinkedHashMap<>();
    database.jdbc().sql("""
            SELECT series_id, sop_instance_uid, sop_class_uid, instance_number, frames, title
            FROM instance WHERE series_id = ANY (?) ORDER BY series_id, instance_number, id""")
        .param(series)
        .query(row -> {
          found.computeIfAbsent(row.getLong("series_id"), _ -> new ArrayList<>())
              .add(instance(row));
        });
    return found;
  }

  private static InstanceFacts instance(ResultSet row) throws SQLException {
    int number = row.getInt("instance_number");
    return new InstanceFacts(row.getString("sop_instance_uid"), row.getString("sop_class_uid"),
        row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number), OptionalInt.empty(),
        OptionalInt.empty(), row.getInt("frames"), Optional.ofNullable(row.getString("title")));
  }
}
