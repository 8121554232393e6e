/// Operations over real HTTP.
@NullMarked
package vn.tia.fhir.operations;

import org.jspecify.annotations.NullMarked;
