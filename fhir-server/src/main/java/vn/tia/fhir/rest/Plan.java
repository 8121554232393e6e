package vn.tia.fhir.rest;

import java.util.List;
import java.util.Optional;
import vn.tia.records.resources.StoredResource;

/// What a write comes to, once its criteria have been looked up.
sealed interface Plan {

  /// The writes that it is made of.
  default List<Wish> wishes() {
    return switch (this) {
      case Do(var wish, _) -> List.of(wish);
      case Deletes(var wishes) -> wishes;
      case Already _ -> List.of();
    };
  }

  /// A write to be made.
  ///
  /// @param claim the criteria by which it is new, which nobody else may use at the same time
  record Do(Wish wish, Optional<String> claim) implements Plan {}

  /// Nothing to be made: what the client wants to be there is there (If-None-Exist).
  record Already(StoredResource there) implements Plan {}

  /// Deletes, none or some.
  record Deletes(List<Wish> wishes) implements Plan {
    public Deletes {
      wishes = List.copyOf(wishes);
    }
  }
}
