/// Data sets to and from bytes: every transfer syntax of PS3.5 annex A, and the file format of
/// PS3.10. Readers work from a stream, allocate by the bytes that arrived and never by a length
/// that was announced, and say where and why they stopped.
/// Limits are in [vn.tia.dicom.io.ReadLimits].
@NullMarked
package vn.tia.dicom.io;

import org.jspecify.annotations.NullMarked;
