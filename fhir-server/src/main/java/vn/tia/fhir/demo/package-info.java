/// The demo: plays one exam from order to report against the running doors, as the hospital's
/// information system, its CT and its EMR would, and checks every answer.
@NullMarked
package vn.tia.fhir.demo;

import org.jspecify.annotations.NullMarked;
