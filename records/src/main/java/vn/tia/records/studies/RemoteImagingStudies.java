package vn.tia.records.studies;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ImagingStudy;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.ImagingStudyMapping;
import vn.tia.mapping.dicom.PatientFacts;
import vn.tia.mapping.dicom.SeriesFacts;
import vn.tia.mapping.dicom.StudyFacts;
import vn.tia.mapping.dicom.StudyOverview;
import vn.tia.mapping.dicom.StudyOverview.Links;
import vn.tia.mapping.dicom.StudyOverview.SeriesOverview;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.MatchedOrder;
import vn.tia.records.orders.Orders;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.studies.StudyProjection.Addresses;

/// Makes the ImagingStudies of studies that lie in another archive: of what it says of study and
/// series, without instances. The same id stays when the study is fetched.
public final class RemoteImagingStudies {

  /// DICOM's Instance Availability (PS3.3 section C.4.23.1.1) as a tag: R4 has no element for it.
  public static final String AVAILABILITY = "http://dicom.nema.org/resources/ontology/DCM";

  private final Parts parts;
  private final Addresses addresses;

  /// What such a study is linked to.
  public record Parts(Database database, Facilities facilities, Patients patients, Orders orders,
      Resources resources) {}

  public RemoteImagingStudies(Parts parts, Addresses addresses) {
    this.parts = parts;
    this.addresses = addresses;
  }

  /// A study of another archive.
  ///
  /// @param attributes what it answered at the level of studies
  public record Lying(int facilityId, String archive, Dataset attributes) {

    String uid() {
      return attributes.string(Tags.STUDY_INSTANCE_UID).orElse("").strip();
    }
  }

  /// Whether there is an ImagingStudy of it already that has as much as the archive says, or no
  /// patient could be named for one.
  public boolean isSettled(Lying study) {
    if (PatientFacts.of(study.attributes()).identifiers().isEmpty()) {
      return true;
    }
    return parts.database().jdbc()
        .sql("""
            SELECT fhir_id::text FROM remote_study
            WHERE facility_id = ? AND study_instance_uid = ?""")
        .params(study.facilityId(), study.uid())
        .query(String.class).optional()
        .flatMap(id -> parts.resources().read(
            new ResourceKey("ImagingStudy", id), Access.to(study.facilityId())))
        .filter(found -> isAsLarge((ImagingStudy) FhirJson.decode(found.json()), study))
        .isPresent();
  }

  private static boolean isAsLarge(ImagingStudy known, Lying study) {
    return known.getNumberOfSeries() == count(study, Tags.NUMBER_OF_STUDY_RELATED_SERIES)
            .orElse(known.getNumberOfSeries())
        && known.getNumberOfInstances() == count(study, Tags.NUMBER_OF_STUDY_RELATED_INSTANCES)
            .orElse(known.getNumberOfInstances());
  }

  private static Optional<Integer> count(Lying study, vn.tia.dicom.data.Tag tag) {
    var count = study.attributes().integer(tag);
    return count.isPresent() ? Optional.of(count.getAsInt()) : Optional.empty();
  }

  /// Writes the ImagingStudy, unless the study came here meanwhile: its rows then make it.
  ///
  /// @param series what the archive answered at their level
  /// @return whether it was written
  public boolean write(Lying study, List<Dataset> series) {
    return parts.database().inTransaction(() -> {
      boolean isHere = parts.database().jdbc().sql("""
              SELECT EXISTS (SELECT FROM study
                WHERE facility_id = ? AND study_instance_uid = ? AND NOT arriving)""")
          .params(study.facilityId(), study.uid())
          .query(Boolean.class).single();
      if (!isHere) {
        parts.resources().put(study.facilityId(), imagingStudy(study, series));
      }
      return !isHere;
    });
  }

  private ImagingStudy imagingStudy(Lying study, List<Dataset> series) {
    var facility = parts.facilities().byId(study.facilityId()).orElseThrow();
    var facts = StudyFacts.of(study.attributes());
    var patient = parts.patients().findOrCreate(
        facility.id(), PatientFacts.of(study.attributes()));
    var links = new Links(patient.fhirId(),
        parts.orders().match(facility.id(), StudyLinks.keys(facts))
            .map(MatchedOrder::serviceRequestId),
        addresses.endpointIds(facility.id()));
    var fhir = ImagingStudyMapping.of(new StudyOverview(id(study), facts,
        facts.accession().map(AssignedId::authority).map(facility.systems()::of), links,
        facility.zone(), series.stream()
            .map(one -> new SeriesOverview(SeriesFacts.of(one), List.of())).toList()));
    count(study, Tags.NUMBER_OF_STUDY_RELATED_SERIES).ifPresent(fhir::setNumberOfSeries);
    fhir.setNumberOfInstancesElement(null);
    count(study, Tags.NUMBER_OF_STUDY_RELATED_INSTANCES).ifPresent(fhir::setNumberOfInstances);
    for (int i = 0; i < series.size(); i++) {
      var one = fhir.getSeries().get(i).setNumberOfInstancesElement(null);
      series.get(i).integer(Tags.NUMBER_OF_SERIES_RELATED_INSTANCES).stream()
          .forEach(one::setNumberOfInstances);
    }
    fhir.getMeta().addTag(new Coding(AVAILABILITY, "NEARLINE", null));
    return fhir;
  }

  private String id(Lying study) {
    return parts.database().jdbc().sql("""
            INSERT INTO remote_study (facility_id, study_instance_uid, fhir_id, archive)
            VALUES (?, ?, gen_random_uuid(), ?)
            ON CONFLICT (facility_id, study_instance_uid)
              DO UPDATE SET found = now(), archive = excluded.archive
            RETURNING fhir_id::text""")
        .params(study.facilityId(), study.uid(), study.archive())
        .query(String.class).single();
  }
}
