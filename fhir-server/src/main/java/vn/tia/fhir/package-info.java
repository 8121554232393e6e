/// The program: reads the command line, starts every door over one system of record, and stops
/// them again.
@NullMarked
package vn.tia.fhir;

import org.jspecify.annotations.NullMarked;
