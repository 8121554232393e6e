package vn.tia.fhir.search;

import java.util.List;
import java.util.Optional;

/// Where FHIR searches are answered from: a versioned cache of the current resources.
///
/// One feeder calls [#apply], [#reached], [#refresh] and [#commit]; any thread may search.
public interface SearchIndex extends AutoCloseable {

  /// The outbox position up to which this index holds every change, empty where it must be
  /// built anew from the records: it is missing, of an older layout, damaged or half built.
  Optional<String> cursor();

  /// Takes changes in. A change older than what the index has of that resource is ignored.
  void apply(List<IndexChange> changes);

  /// Notes that all changes up to this outbox position have been applied.
  ///
  /// The note becomes durable with the changes themselves, never before them.
  void reached(String cursor);

  /// Makes all applied changes visible to searches that start from now on.
  void refresh();

  /// Makes all applied changes, and the position reached, survive a crash.
  void commit();

  /// Forgets everything, the position too: the start of a rebuild.
  void clear();

  /// One page of the resources that match and that the query's facilities hold.
  SearchPage search(SearchQuery query);

  @Override
  void close();
}
