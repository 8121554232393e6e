/// Searches that the records themselves can answer: by ids and identifiers, for the time in which
/// no search engine does.
@NullMarked
package vn.tia.fhir.search.records;

import org.jspecify.annotations.NullMarked;
