/// Keeps the search index close behind the records: follows the outbox, and builds the index anew
/// where it is missing.
@NullMarked
package vn.tia.fhir.search.feed;

import org.jspecify.annotations.NullMarked;
