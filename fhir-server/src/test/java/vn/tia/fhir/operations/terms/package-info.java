/// Terminology operations over real HTTP.
@NullMarked
package vn.tia.fhir.operations.terms;

import org.jspecify.annotations.NullMarked;
