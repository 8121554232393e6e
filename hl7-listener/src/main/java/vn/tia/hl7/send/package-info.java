/// HL7 v2 going out: final reports as `ORU^R01`, queued with the report's version and sent until
/// the receiver takes or refuses them.
@NullMarked
package vn.tia.hl7.send;

import org.jspecify.annotations.NullMarked;
