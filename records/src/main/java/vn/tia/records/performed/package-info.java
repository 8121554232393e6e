/// Performed procedure steps: what modalities say that they did, and how that moves the scheduled
/// steps and their orders.
@NullMarked
package vn.tia.records.performed;

import org.jspecify.annotations.NullMarked;
