/// The modality worklist: scheduled steps with their orders and patients, as the records hold them
/// at the moment of asking.
@NullMarked
package vn.tia.records.worklist;

import org.jspecify.annotations.NullMarked;
