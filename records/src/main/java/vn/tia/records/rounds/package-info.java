/// Work that comes again and again by the clock.
@NullMarked
package vn.tia.records.rounds;

import org.jspecify.annotations.NullMarked;
