/// Wires the parts into one program: settings in, doors open. The only place that knows
/// Spring Boot.
@NullMarked
package vn.tia.fhir.config;

import org.jspecify.annotations.NullMarked;
