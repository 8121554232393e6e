/// De-identification by the Basic Application Level Confidentiality Profile of PS3.15 annex E and
/// some of its options.
///
/// [Deidentifier] says which [vn.tia.dicom.data.Edit]s take the persons out of a data set,
/// [FileDeidentifier] applies them to files whose pixel data is passed on without being held.
/// The [Profile] is table E.1-1, and [Pseudonyms] see to it that what belonged together still does.
/// Pixels are never looked at: what is burned into them stays.
@NullMarked
package vn.tia.dicom.deidentify;

import org.jspecify.annotations.NullMarked;
