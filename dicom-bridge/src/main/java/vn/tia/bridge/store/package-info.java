/// Takes instances in: what C-STORE and STOW-RS both do, and the C-STORE service itself.
///
/// The acknowledge rule stands here: bytes to disk, then rows, then the answer.
@NullMarked
package vn.tia.bridge.store;

import org.jspecify.annotations.NullMarked;
