/// Single operations of the toolkit, measured by JMH: their time, and the share that it is of the
/// time in which this machine copies as many bytes in memory.
@NullMarked
package vn.tia.bench.micro;

import org.jspecify.annotations.NullMarked;
