package vn.tia.fhir.search;

/// One change to the index, as data.
public sealed interface IndexChange {

  /// The resource is now this.
  record Put(IndexDocument document) implements IndexChange {}

  /// The resource was deleted by this version; older versions that arrive late stay out.
  record Remove(String type, String id, long version) implements IndexChange {}
}
