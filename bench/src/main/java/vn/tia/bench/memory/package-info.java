/// An object larger than the memory: a multi-frame of 3 GB is sent, received, looked into and
/// sent on by a JVM that has 128 MB.
@NullMarked
package vn.tia.bench.memory;

import org.jspecify.annotations.NullMarked;
