package vn.tia.dicom.net;

import java.util.List;
import vn.tia.dicom.data.Tag;

/// One N-GET request; no attributes named means all of them.
public record NGetRequest(
    AssociationInfo association, String sopClassUid, String sopInstanceUid, List<Tag> attributes) {

  public NGetRequest {
    attributes = List.copyOf(attributes);
  }
}
