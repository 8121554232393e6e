/// Instance Availability Notification (PS3.4 annex R, IHE RAD-49): others are told which instances
/// of a study can be had, and where.
@NullMarked
package vn.tia.bridge.availability;

import org.jspecify.annotations.NullMarked;
