/// Work that only one of several processes on the same records shall do at a time, such as building
/// an index that they share.
@NullMarked
package vn.tia.records.leases;

import org.jspecify.annotations.NullMarked;
