package vn.tia.mapping.dicom;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A study with all that is in it, as an ImagingStudy is made of it.
///
/// @param id the FHIR id of its ImagingStudy
/// @param accessionSystem the URI that names the giver of its accession number
/// @param links the resources that it points to
/// @param zone the zone of times that carry no offset
public record StudyOverview(
    String id,
    StudyFacts facts,
    Optional<String> accessionSystem,
    Links links,
    ZoneId zone,
    List<SeriesOverview> series) {

  public StudyOverview {
    series = List.copyOf(series);
  }

  /// The FHIR ids of what a study points to.
  public record Links(String patient, Optional<String> serviceRequest, List<String> endpoints) {
    public Links {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// A series with its instances.
  public record SeriesOverview(SeriesFacts facts, List<InstanceFacts> instances) {
    public SeriesOverview {
      instances = List.copyOf(instances);
    }
  }
}
