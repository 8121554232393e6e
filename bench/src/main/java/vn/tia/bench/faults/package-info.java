/// Proves what acknowledged means: programs that kill the archive, and send the same at once, and
/// then compare every byte that was acknowledged with what is there.
@NullMarked
package vn.tia.bench.faults;

import org.jspecify.annotations.NullMarked;
