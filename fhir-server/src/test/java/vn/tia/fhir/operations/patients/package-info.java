/// Operations on patients over real HTTP.
@NullMarked
package vn.tia.fhir.operations.patients;

import org.jspecify.annotations.NullMarked;
