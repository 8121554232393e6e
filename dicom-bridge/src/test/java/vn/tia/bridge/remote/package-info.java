/// Studies of other archives, found and retrieved through ours: real peers, and a Tia as one.
@NullMarked
package vn.tia.bridge.remote;

import org.jspecify.annotations.NullMarked;
