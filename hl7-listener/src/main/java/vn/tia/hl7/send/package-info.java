/// HL7 v2 going out: reports, orders, schedules and patients, queued for each destination in its
/// own version and character set, and sent until the receiver takes or refuses them.
@NullMarked
package vn.tia.hl7.send;

import org.jspecify.annotations.NullMarked;
