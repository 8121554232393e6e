/// The DICOM JSON model (PS3.18 annex F), both ways.
///
/// [DicomJsonWriter] streams data sets as they are; [DicomJsonReader] takes nothing that the model
/// doesn't have, within [JsonLimits], and never looks at a URI by itself.
@NullMarked
package vn.tia.dicom.json;

import org.jspecify.annotations.NullMarked;
