/// Messages on their way to other systems: enqueued in the transaction that caused them, sent at
/// least once and in order until the receiver takes or refuses them.
@NullMarked
package vn.tia.records.deliveries;

import org.jspecify.annotations.NullMarked;
