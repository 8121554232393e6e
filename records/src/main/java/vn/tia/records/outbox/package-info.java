/// What happened, written in the transaction in which it happened, and read in an order in which
/// nothing is missed: the feed of the search index, the projections and the deliveries.
@NullMarked
package vn.tia.records.outbox;

import org.jspecify.annotations.NullMarked;
