/// The Modality Performed Procedure Step SCP (PS3.4 annex F): what a modality says that it is
/// doing, has done or gave up.
@NullMarked
package vn.tia.bridge.mpps;

import org.jspecify.annotations.NullMarked;
