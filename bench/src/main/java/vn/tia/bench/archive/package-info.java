/// The whole archive beside Orthanc: what each takes in, and what it costs in memory and processor
/// time. Both are processes of their own; the sender is our toolkit's.
@NullMarked
package vn.tia.bench.archive;

import org.jspecify.annotations.NullMarked;
