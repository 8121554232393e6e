/// Operations of the FHIR door (R4 section 3.2): one class says what an operation is called, where
/// and with what, and answers it; metadata, its OperationDefinition and its route follow from that.
@NullMarked
package vn.tia.fhir.operations;

import org.jspecify.annotations.NullMarked;
