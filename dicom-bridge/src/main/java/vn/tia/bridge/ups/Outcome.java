package vn.tia.bridge.ups;

import java.util.List;
import vn.tia.dicom.data.Tag;

/// How a request ended.
///
/// @param offending the attributes because of which it failed
public record Outcome(UpsStatus status, List<Tag> offending) {
  static final Outcome SUCCESS = of(UpsStatus.SUCCESS);

  public Outcome {
    offending = List.copyOf(offending);
  }

  static Outcome of(UpsStatus status, Tag... offending) {
    return new Outcome(status, List.of(offending));
  }
}
