package vn.tia.bridge.web.ups;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import vn.tia.bridge.ups.WorkitemService.Caller;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.WebException;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;

/// Who sends a request, what he may see, and for whom he writes.
public record UpsCallers(CallerAccess access, CallerFacility facility, Facilities facilities) {

  Caller of(HttpServletRequest request) {
    return new Caller("DICOMweb", request.getRemoteAddr(), access.of(request));
  }

  /// @throws WebException if he may not write
  Facility facility(HttpServletRequest request) {
    var id = facility.of(request);
    var found = id.isPresent()
        ? facilities.byId(id.getAsInt()) : Optional.<Facility>empty();
    return found.orElseThrow(() ->
        WebException.forbidden("the sender of this request may not write"));
  }
}
