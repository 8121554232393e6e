/// How fast the FHIR door reads and writes, by plain HTTP on loopback.
@NullMarked
package vn.tia.bench.fhir;

import org.jspecify.annotations.NullMarked;
