/// `$validate`, validation on write, and `$meta`: what a resource owes to profiles, and what it
/// says of itself.
@NullMarked
package vn.tia.fhir.operations.validate;

import org.jspecify.annotations.NullMarked;
