/// The tools of `./tia dicom`, run as a person would, against DCMTK where it is installed.
@NullMarked
package vn.tia.dicom.tool;

import org.jspecify.annotations.NullMarked;
