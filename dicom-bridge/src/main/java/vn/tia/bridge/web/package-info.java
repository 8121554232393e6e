/// DICOMweb (PS3.18): WADO-RS and QIDO-RS under `/dicom-web`.
///
/// Answers are streamed from the object store: no instance is ever held in memory as a whole.
@NullMarked
package vn.tia.bridge.web;

import org.jspecify.annotations.NullMarked;
