package vn.tia.fhir.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One page of hits, the key of the next one where there is one, and the total where it is known.
public record SearchPage(List<Hit> hits, Optional<PageKey> next, OptionalLong total) {

  public SearchPage {
    hits = List.copyOf(hits);
  }

  /// A resource that matched, and the targets of the reference parameters asked for.
  public record Hit(
      String type, String id, long version, Map<String, List<IndexValue.Link>> links) {
    public Hit {
      links = Map.copyOf(links);
    }
  }
}
