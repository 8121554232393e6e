package vn.tia.records.resources;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// Resources that many messages name, such as a physician: written by the first, and only looked
/// at by all others, so that no order waits for another one of the same physician.
///
/// Safe for use by many threads.
public final class SharedResources {
  /// How many are known without a look into the records; a province has some thousand physicians.
  private static final int KNOWN_MAX = 20_000;

  private final Database database;
  private final Resources resources;
  private final Set<ResourceKey> known = Collections.synchronizedSet(Collections.newSetFromMap(
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceKey, Boolean> eldest) {
          return size() > KNOWN_MAX;
        }
      }));

  public SharedResources(Database database, Resources resources) {
    this.database = database;
    this.resources = resources;
  }

  /// Sees to it that a facility has these, each under the id that it carries, in the running
  /// transaction; one that is there stays as it is.
  public void ensure(int facilityId, Collection<Resource> all) {
    database.requireTransaction();
    for (Resource one : all) {
      var key = new ResourceKey(one.fhirType(), one.getIdElement().getIdPart());
      if (known.contains(key)) {
        continue;
      }
      if (resources.read(key, Access.to(facilityId)).isEmpty()) {
        resources.put(facilityId, one);
      }
      database.afterCommit(() -> known.add(key));
    }
  }
}
