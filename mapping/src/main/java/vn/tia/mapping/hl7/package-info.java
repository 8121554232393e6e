/// HL7 v2 in and out: bytes to an [vn.tia.mapping.exam.ImagingOrder] by a printed table of rules,
/// and the acknowledgement in the sender's own version, delimiters and character set; reports,
/// orders, appointments and patients to messages in the version and character set of a receiver.
/// Pure functions: nothing here reads a socket, a file or a clock.
@NullMarked
package vn.tia.mapping.hl7;

import org.jspecify.annotations.NullMarked;
