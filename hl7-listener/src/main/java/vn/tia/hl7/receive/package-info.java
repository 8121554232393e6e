/// What becomes of an HL7 v2 message that came in: checked, journalled and applied in one
/// transaction, and only then acknowledged.
@NullMarked
package vn.tia.hl7.receive;

import org.jspecify.annotations.NullMarked;
