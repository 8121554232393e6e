/// Asks HAPI's validator whether a resource keeps to R4; from the jar alone, never the network.
@NullMarked
package vn.tia.fhir.rest.validate;

import org.jspecify.annotations.NullMarked;
