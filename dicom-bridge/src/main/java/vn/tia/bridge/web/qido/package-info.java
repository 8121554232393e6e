/// QIDO-RS (PS3.18 section 10.6): searches for studies, series and instances, answered from the
/// records.
@NullMarked
package vn.tia.bridge.web.qido;

import org.jspecify.annotations.NullMarked;
