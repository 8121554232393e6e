/// Which studies others are to be told of, since what they can have of them has changed.
@NullMarked
package vn.tia.records.availability;

import org.jspecify.annotations.NullMarked;
