package vn.tia.fhir.search.feed;

import java.time.Duration;
import java.util.Optional;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.records.database.Database;
import vn.tia.records.leases.Lease;

/// The right to build an index: of one that several processes share, one builds and the others wait
/// for what it has built; one's own is always built.
record BuildRight(Optional<Lease> lease) {
  /// After this the build of a process that died is begun by another one; a page takes a second.
  private static final Duration LENGTH = Duration.ofMinutes(2);

  static BuildRight of(SearchIndex index, Database database) {
    return new BuildRight(index.sharedAs()
        .map(name -> new Lease(database, "search index " + name, LENGTH)));
  }

  /// Takes it, or draws it out; answers whether it is held here.
  boolean take() {
    return lease.map(Lease::take).orElse(true);
  }

  void end() {
    lease.ifPresent(Lease::end);
  }
}
