@NullMarked
package vn.tia.fhir.search.extract;

import org.jspecify.annotations.NullMarked;
