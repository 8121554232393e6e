package vn.tia.bridge;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.CallingAe;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.access.Right;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.testkit.TestRecords;

/// Modalities of the first hospital, and a server for them to call.
public final class Modalities {
  private Modalities() {}

  /// A rule under which these AE titles belong to the first hospital.
  public static AccessRule rule(TestRecords records, Set<String> aeTitles, Set<Right> rights) {
    var first = records.first();
    var nodes = aeTitles.stream()
        .map(title -> new CallingAe(title, rights, Set.of()))
        .toList();
    return AccessRule.of(new Facilities(records.database()), List.of(new FacilitySettings(
        first.code(), first.name(), first.namespace(), first.system(), first.zone(), nodes,
        List.of())));
  }

  public static AssociationServer serve(DimseService... services) throws IOException {
    return AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.anyone(), List.of(services));
  }
}
