/// The Lucene index against the contract, and against damage.
@NullMarked
package vn.tia.fhir.search.lucene;

import org.jspecify.annotations.NullMarked;
