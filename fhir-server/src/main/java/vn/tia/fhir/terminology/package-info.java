/// Code systems, value sets and concept maps, those that Tia ships and those that were stored: what
/// a code means, which codes a set has, and what a code is in another system. Knows no HTTP.
@NullMarked
package vn.tia.fhir.terminology;

import org.jspecify.annotations.NullMarked;
