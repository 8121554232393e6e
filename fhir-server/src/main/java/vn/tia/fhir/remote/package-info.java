/// Studies of other archives in FHIR: who searches ImagingStudies of one patient, accession number
/// or study is answered with what the archives hold, too.
@NullMarked
package vn.tia.fhir.remote;

import org.jspecify.annotations.NullMarked;
