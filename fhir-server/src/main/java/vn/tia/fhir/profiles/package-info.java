/// Profiles: those of R4, of package files and of the records, and what a resource owes to them.
/// Definitions are read when the first resource is validated, never at start. Knows no HTTP.
@NullMarked
package vn.tia.fhir.profiles;

import org.jspecify.annotations.NullMarked;
