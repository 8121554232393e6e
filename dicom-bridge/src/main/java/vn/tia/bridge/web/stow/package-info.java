/// STOW-RS (PS3.18 section 10.5): stores instances that come as files, or as metadata with their
/// bulk data. Parts are read one after the other and written to the object store as they come, so
/// a request of any length takes the same memory.
@NullMarked
package vn.tia.bridge.web.stow;

import org.jspecify.annotations.NullMarked;
