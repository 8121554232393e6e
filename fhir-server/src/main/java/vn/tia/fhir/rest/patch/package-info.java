/// Patches of resources: JSON Patch (RFC 6902) and FHIRPath Patch (R4 section 3.1.5).
@NullMarked
package vn.tia.fhir.rest.patch;

import org.jspecify.annotations.NullMarked;
