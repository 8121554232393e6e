/// The trail of accesses and refusals: rows that can be added and read, never changed.
@NullMarked
package vn.tia.records.audit;

import org.jspecify.annotations.NullMarked;
