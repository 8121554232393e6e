/// Tests of auto-routing.
@NullMarked
package vn.tia.bridge.forward;

import org.jspecify.annotations.NullMarked;
