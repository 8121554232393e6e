/// Prefetch of priors: when an order comes, earlier studies of its patient are fetched from other
/// archives, by rules, and sent on to a workstation where a rule says so. What is to be fetched
/// waits in the queue of deliveries, so it outlives a restart and an archive that is away.
@NullMarked
package vn.tia.bridge.prefetch;

import org.jspecify.annotations.NullMarked;
