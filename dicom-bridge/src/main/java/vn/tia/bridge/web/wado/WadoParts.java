package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.OutgoingInstances;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.WebException;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.InstanceSelection.Selected;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.Studies;

/// What retrieves: the rows, the bytes, and who may see them.
///
/// @param spool where copies lie that are made for one answer
public record WadoParts(Studies studies, InstanceSelection selection, CheckedObjects objects,
    Spool spool, CallerAccess access) {

  /// The instances under a path that the caller may see.
  ///
  /// @throws WebException if there is none
  public List<StoredInstance> find(InstancePath path, HttpServletRequest request) {
    var found = studies.instances(path, access.of(request));
    if (found.isEmpty()) {
      throw WebException.notFound();
    }
    return found;
  }

  /// The instance of a path with what has to be corrected in it.
  ///
  /// @throws WebException if the caller may see none
  public Selected one(InstancePath path, HttpServletRequest request) {
    return selection.one(path, access.of(request)).orElseThrow(WebException::notFound);
  }

  /// Instances with what has to be corrected in them.
  public List<Selected> corrected(List<StoredInstance> instances) {
    return selection.corrected(instances);
  }

  public OutgoingInstances outgoing() {
    return new OutgoingInstances(objects, spool);
  }

  public InstanceBytes bytes() {
    return new InstanceBytes(objects);
  }
}
