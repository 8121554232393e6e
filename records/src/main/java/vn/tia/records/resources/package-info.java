/// FHIR resources with their versions, kept as the JSON text that is answered.
@NullMarked
package vn.tia.records.resources;

import org.jspecify.annotations.NullMarked;
