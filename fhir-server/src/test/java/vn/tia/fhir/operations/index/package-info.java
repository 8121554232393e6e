/// Tests of `$reindex`.
@NullMarked
package vn.tia.fhir.operations.index;

import org.jspecify.annotations.NullMarked;
