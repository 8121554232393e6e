/// The DICOM door: what modalities and workstations talk to, by DIMSE and by DICOMweb.
///
/// It stands on `records` and `mapping`, and never imports another door.
@NullMarked
package vn.tia.bridge;

import org.jspecify.annotations.NullMarked;
