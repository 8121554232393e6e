/// Patients, each of one facility: found by their numbers, never fused with strangers, told to the
/// world as FHIR Patients.
@NullMarked
package vn.tia.records.patients;

import org.jspecify.annotations.NullMarked;
