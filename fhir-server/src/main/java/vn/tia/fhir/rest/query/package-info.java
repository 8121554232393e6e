/// FHIR search as it is asked over HTTP: parameters are parsed into conditions, chains resolved,
/// the index asked, and the stored resources of the hits read with the same access.
@NullMarked
package vn.tia.fhir.rest.query;

import org.jspecify.annotations.NullMarked;
