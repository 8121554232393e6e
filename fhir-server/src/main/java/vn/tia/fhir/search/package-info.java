/// What the search index is, whatever technology holds it: neutral documents that go in, a query
/// tree that asks, pages of ids that come out. The index is a cache of `records`: fed from the
/// outbox in order, versioned, rebuilt at any time; it may be late, never wrong. Adapters live in
/// packages named after their technology and pass `SearchIndexContract`.
@NullMarked
package vn.tia.fhir.search;

import org.jspecify.annotations.NullMarked;
