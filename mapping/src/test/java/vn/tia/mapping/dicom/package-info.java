/// What is read out of a data set, and how a study looks in FHIR.
@NullMarked
package vn.tia.mapping.dicom;

import org.jspecify.annotations.NullMarked;
