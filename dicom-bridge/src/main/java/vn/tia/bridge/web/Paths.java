package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Uid;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredInstance.InstanceUids;

/// The paths of DICOMweb resources, read and written.
public final class Paths {

  /// Where DICOMweb stands on the server.
  public static final String BASE = "/dicom-web";

  private Paths() {}

  /// A UID of a path.
  ///
  /// @throws WebException if it is none
  public static String uid(String text) {
    if (!Uid.isWellFormed(text)) {
      throw WebException.badRequest("the path holds something that is no UID");
    }
    return text;
  }

  /// The resource that the UIDs of a path name; lower ones may be left out.
  public static InstancePath of(String study, @Nullable String series, @Nullable String instance) {
    return new InstancePath(uid(study), Optional.ofNullable(series).map(Paths::uid),
        Optional.ofNullable(instance).map(Paths::uid));
  }

  public static String of(InstanceUids uids) {
    return of(InstancePath.instance(uids.study(), uids.series(), uids.instance()));
  }

  public static String of(InstancePath path) {
    return "/studies/" + path.study()
        + path.series().map(uid -> "/series/" + uid).orElse("")
        + path.instance().map(uid -> "/instances/" + uid).orElse("");
  }

  /// The address of DICOMweb as this client calls it.
  public static String base(HttpServletRequest request) {
    var url = request.getRequestURL();
    return url.substring(0, url.indexOf(BASE)) + BASE;
  }
}
