/// The contract that every search index passes, and what is tested without an index.
@NullMarked
package vn.tia.fhir.search;

import org.jspecify.annotations.NullMarked;
