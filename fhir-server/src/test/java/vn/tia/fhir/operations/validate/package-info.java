/// Validation and meta over real HTTP.
@NullMarked
package vn.tia.fhir.operations.validate;

import org.jspecify.annotations.NullMarked;
