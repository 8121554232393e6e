/// The terminology operations of R4 (section 4.7): what a code is called, which codes a set has,
/// whether a code is one of them, how two codes stand to each other, and what a code is elsewhere.
@NullMarked
package vn.tia.fhir.operations.terms;

import org.jspecify.annotations.NullMarked;
