/// What performers and watchers of steps see by DIMSE.
@NullMarked
package vn.tia.bridge.ups;

import org.jspecify.annotations.NullMarked;
