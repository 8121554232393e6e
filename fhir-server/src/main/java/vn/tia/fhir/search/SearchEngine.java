package vn.tia.fhir.search;

/// Opens the search index of one technology, as the settings name it.
@FunctionalInterface
public interface SearchEngine {

  /// The index for this set of search parameters.
  SearchIndex open(String parameters);
}
