/// FHIR R4 resources made from the values of an exam, and their JSON text.
@NullMarked
package vn.tia.mapping.fhir;

import org.jspecify.annotations.NullMarked;
