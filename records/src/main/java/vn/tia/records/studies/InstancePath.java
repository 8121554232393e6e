package vn.tia.records.studies;

import java.util.Optional;

/// Names a study, a series of it, or an instance of that: the resources of DICOMweb (PS3.18 section
/// 8.1.2).
public record InstancePath(String study, Optional<String> series, Optional<String> instance) {

  public InstancePath {
    if (instance.isPresent() && series.isEmpty()) {
      throw new IllegalArgumentException("an instance is named within a series");
    }
  }

  public static InstancePath study(String study) {
    return new InstancePath(study, Optional.empty(), Optional.empty());
  }

  public static InstancePath series(String study, String series) {
    return new InstancePath(study, Optional.of(series), Optional.empty());
  }

  public static InstancePath instance(String study, String series, String instance) {
    return new InstancePath(study, Optional.of(series), Optional.of(instance));
  }
}
