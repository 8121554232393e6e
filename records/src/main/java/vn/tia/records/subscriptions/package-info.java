/// FHIR subscriptions: how each fares, and the numbered events that it had.
@NullMarked
package vn.tia.records.subscriptions;

import org.jspecify.annotations.NullMarked;
