/// The Modality Worklist SCP (PS3.4 annex K): queries read into keys, and answered from the records
/// with every key that was asked for.
@NullMarked
package vn.tia.bridge.worklist;

import org.jspecify.annotations.NullMarked;
