/// What the fuzzer and [CorpusTest] share: the limit of each target, and seeds made by code.
///
/// A target lies in the package of what it tries, and is a class with `fuzzerTestOneInput`.
@NullMarked
package vn.tia.dicom.fuzz;

import org.jspecify.annotations.NullMarked;
