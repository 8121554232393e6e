package vn.tia.bridge.query;

import vn.tia.dicom.net.FindRequest;
import vn.tia.records.access.Access;
import vn.tia.records.studies.MatchPages;

/// What other archives answer to a query, asked while the records are read.
@FunctionalInterface
public interface Elsewhere {

  /// Nobody else is asked.
  Elsewhere NOWHERE = (_, _, _) -> MatchPages.NONE;

  /// Begins to ask. The pages hold what isn't here, and wait for it no longer than a limit;
  /// [MatchPages#NONE] where nobody is asked.
  MatchPages ask(FindRequest request, Level level, Access access);
}
