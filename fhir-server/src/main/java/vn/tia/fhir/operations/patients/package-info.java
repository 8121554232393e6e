/// Operations on patients: who is meant by a description, and two records of one person.
@NullMarked
package vn.tia.fhir.operations.patients;

import org.jspecify.annotations.NullMarked;
