package vn.tia.records.resources;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/// One change of a resource, to be made with others in one transaction.
public sealed interface Change {

  /// Writes the resource under the id that it carries.
  ///
  /// @param current what stands there, from [Resources#lock]; empty where nothing ever did
  /// @param byClient whether a client writes it, by FHIR: that stays known of it
  record Put(int facilityId, Resource resource, Optional<Current> current, boolean byClient)
      implements Change {}

  /// Writes a client's resource that is new: its id was made for it just now, so nobody else has
  /// it.
  record Add(int facilityId, Resource resource) implements Change {}

  /// Deletes what stands there: a version without content follows.
  record Delete(Current current) implements Change {}
}
