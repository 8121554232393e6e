/// The worklist over REST: steps are searched as by C-FIND, and scheduled, changed, moved on and
/// canceled without HL7.
@NullMarked
package vn.tia.bridge.web.mwl;

import org.jspecify.annotations.NullMarked;
