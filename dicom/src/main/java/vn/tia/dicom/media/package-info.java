/// DICOM media: the DICOMDIR of a file-set, read and written (PS3.10 section 8, PS3.3 annex F).
/// [vn.tia.dicom.media.DirectoryBuilder] makes one of the headers of files as they come.
@NullMarked
package vn.tia.dicom.media;

import org.jspecify.annotations.NullMarked;
