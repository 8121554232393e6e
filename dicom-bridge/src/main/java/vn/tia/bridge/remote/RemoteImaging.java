package vn.tia.bridge.remote;

import java.util.List;
import java.util.Map;
import vn.tia.bridge.remote.RemoteStudies.Found;
import vn.tia.bridge.remote.RemoteStudies.Match;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.records.access.Access;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.RemoteImagingStudies;
import vn.tia.records.studies.RemoteImagingStudies.Lying;

/// The ImagingStudies of what other archives hold, made when somebody asks for one value: a
/// patient, an accession number or a study.
public final class RemoteImaging {

  /// Series of one study that are asked for: far more than any has.
  private static final int SERIES_MAX = 1_000;

  private final RemoteStudies remotes;
  private final RemoteImagingStudies imaging;

  public RemoteImaging(RemoteStudies remotes, RemoteImagingStudies imaging) {
    this.remotes = remotes;
    this.imaging = imaging;
  }

  /// What was made.
  ///
  /// @param written how many ImagingStudies are new or changed
  /// @param silent the archives that gave no answer
  public record Made(int written, List<String> silent) {
    public static final Made NOTHING = new Made(0, List.of());
  }

  /// Whether there is anybody to ask for a caller.
  public boolean isAsked(Access access) {
    return remotes.isAsked(access);
  }

  /// Asks the archives for the studies with that value, and makes what is missing.
  public Made make(Tag key, String value, Access access) {
    // A pattern here would make patients and studies of everybody.
    if (value.isBlank() || value.matches(".*[*?\\\\].*") || !remotes.isAsked(access)) {
      return Made.NOTHING;
    }
    Found found = remotes.find(RemoteQuestion.of(
        QueryLevel.STUDY, Map.of(key, value), remotes.matchesMax()), access);
    int written = 0;
    for (var match : found.matches()) {
      var lying = new Lying(match.facilityId(), match.archive(), match.attributes());
      if (match.attributes().string(key).map(String::strip).filter(value::equals).isPresent()
          && !imaging.isSettled(lying) && imaging.write(lying, series(match, access))) {
        written++;
      }
    }
    return new Made(written, found.silent());
  }

  private List<Dataset> series(Match study, Access access) {
    return remotes.find(RemoteQuestion.of(QueryLevel.SERIES,
            Map.of(Tags.STUDY_INSTANCE_UID, study.study()), SERIES_MAX), access)
        .matches().stream()
        .filter(one -> one.facilityId() == study.facilityId()
            && one.archive().equals(study.archive()) && one.study().equals(study.study())
            && one.attributes().string(Tags.SERIES_INSTANCE_UID).isPresent())
        .map(Match::attributes)
        .toList();
  }
}
