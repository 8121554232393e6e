package vn.tia.fhir.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.mwl.WorklistController;
import vn.tia.bridge.web.mwl.WorklistEdits;
import vn.tia.bridge.worklist.WorklistSearch;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.orders.Orders;
import vn.tia.records.worklist.Worklist;

/// The worklist over REST, at `/dicom-web/mwlitems`.
@Configuration(proxyBeanMethods = false)
class WorklistWebConfiguration {

  @Bean
  WorklistController.Callers worklistCallers(
      CallerAccess access, CallerFacility facility, Facilities facilities) {
    return new WorklistController.Callers(access, facility, facilities);
  }

  @Bean
  WorklistController worklistController(Database database, Worklist worklist, Orders orders,
      Audit audit, WorklistController.Callers callers) {
    return new WorklistController(new WorklistSearch(worklist),
        new WorklistEdits(database, orders, audit), callers);
  }
}
