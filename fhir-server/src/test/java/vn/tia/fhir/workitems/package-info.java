/// What subscribers to steps hear.
@NullMarked
package vn.tia.fhir.workitems;

import org.jspecify.annotations.NullMarked;
