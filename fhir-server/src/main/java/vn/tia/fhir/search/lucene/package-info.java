/// The search index of one machine: Lucene inside the process, on local disk. Searches see what
/// the last refresh saw; the outbox position is committed with the segments, as one.
@NullMarked
package vn.tia.fhir.search.lucene;

import org.jspecify.annotations.NullMarked;
