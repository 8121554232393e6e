/// Imaging orders and their scheduled steps: what a HIS wants done, how far it is, told to the
/// world as FHIR ServiceRequests. One transaction changes an order, its steps, its patient and the
/// resources made from them, or none of them.
@NullMarked
package vn.tia.records.orders;

import org.jspecify.annotations.NullMarked;
