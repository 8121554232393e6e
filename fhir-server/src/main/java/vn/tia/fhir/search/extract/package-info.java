/// What a resource gives to the index: the values of its search parameters, taken by FHIRPath from
/// the R4 SearchParameter definitions that HAPI carries, so no resource has a hand-written list.
@NullMarked
package vn.tia.fhir.search.extract;

import org.jspecify.annotations.NullMarked;
