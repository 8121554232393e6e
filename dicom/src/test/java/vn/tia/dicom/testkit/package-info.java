/// What tests of this module and of others share: real sample files, generators of data sets.
@NullMarked
package vn.tia.dicom.testkit;

import org.jspecify.annotations.NullMarked;
