package vn.tia.dicom.net;

import vn.tia.dicom.data.Dataset;

/// The answer to an N-service: its status and the attributes returned, often none.
public record NResponse(Status status, Dataset attributes) {

  /// An answer that returns no attributes.
  public static NResponse of(Status status) {
    return new NResponse(status, Dataset.EMPTY);
  }
}
