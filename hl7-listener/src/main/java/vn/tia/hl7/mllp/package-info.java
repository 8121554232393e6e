/// MLLP: the framing of HL7 v2 messages on a TCP connection (HL7 v2.5.1 appendix C), server and
/// client. It knows bytes, limits and deadlines, and nothing of what a message says.
@NullMarked
package vn.tia.hl7.mllp;

import org.jspecify.annotations.NullMarked;
