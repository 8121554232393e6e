/// Unified Procedure Steps (PS3.4 annex CC): their rows, who hears of them, and what waits to be
/// heard. The rules of their states are the door's.
@NullMarked
package vn.tia.records.workitems;

import org.jspecify.annotations.NullMarked;
