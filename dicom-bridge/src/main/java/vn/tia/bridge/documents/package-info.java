/// Makes FHIR resources of the structured reports in the archive, after they were stored.
@NullMarked
package vn.tia.bridge.documents;

import org.jspecify.annotations.NullMarked;
