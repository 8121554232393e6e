/// Data sets to and from bytes: every transfer syntax of PS3.5 annex A, and the file format of
/// PS3.10. Readers work from a stream, allocate by the bytes that arrived and never by a length
/// that was announced, and say where and why they stopped.
///
/// Whole files are [vn.tia.dicom.io.DicomFile]: `read` refuses the first trouble, `salvage` reads
/// what is there and lists what is wrong, `readHeader` stops at the pixel data. Long values stay
/// in the source, or pass a [vn.tia.dicom.io.BulkSink], by [vn.tia.dicom.io.ReadSettings];
/// [vn.tia.dicom.io.DatasetCopy] copies and edits without holding them. Limits are in
/// [vn.tia.dicom.io.ReadLimits].
@NullMarked
package vn.tia.dicom.io;

import org.jspecify.annotations.NullMarked;
