/// Unified Procedure Steps (PS3.4 annex CC): the rules of their states, who is told of them, and
/// the DIMSE classes Push, Pull, Watch, Query and Event. DICOMweb uses the same service.
@NullMarked
package vn.tia.bridge.ups;

import org.jspecify.annotations.NullMarked;
