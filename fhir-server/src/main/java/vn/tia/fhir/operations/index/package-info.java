/// `$reindex`: has the search index built anew beside the live one, and says how that stands.
@NullMarked
package vn.tia.fhir.operations.index;

import org.jspecify.annotations.NullMarked;
