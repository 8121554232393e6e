package vn.tia.fhir.search;

/// One change to the index, as data.
public sealed interface IndexChange {
  String type();

  String id();

  long version();

  /// The resource is now this.
  record Put(IndexDocument document) implements IndexChange {
    @Override
    public String type() {
      return document.type();
    }

    @Override
    public String id() {
      return document.id();
    }

    @Override
    public long version() {
      return document.version();
    }
  }

  /// The resource was deleted by this version; older versions that arrive late stay out.
  record Remove(String type, String id, long version) implements IndexChange {}
}
