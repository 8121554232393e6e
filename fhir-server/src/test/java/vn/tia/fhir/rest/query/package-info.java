@NullMarked
package vn.tia.fhir.rest.query;

import org.jspecify.annotations.NullMarked;
