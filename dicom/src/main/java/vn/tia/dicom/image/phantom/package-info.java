/// A computed tomography of a chest and upper abdomen that no patient ever had, made by geometry.
///
/// The anatomy is a list of solids with their tissues, painted slice by slice in Hounsfield units:
/// the same settings give the same bytes on every machine. Demonstrations and tests use it where no
/// real study may be shown.
@NullMarked
package vn.tia.dicom.image.phantom;

import org.jspecify.annotations.NullMarked;
