/// The health facilities that share one Tia: each has its own patients, numbers and time zone.
@NullMarked
package vn.tia.records.facilities;

import org.jspecify.annotations.NullMarked;
