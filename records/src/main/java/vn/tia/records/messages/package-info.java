/// The journal of HL7 v2 messages: each one as it came, what became of it and how it was answered,
/// so that a message has its effect once and a failed one can be looked at.
@NullMarked
package vn.tia.records.messages;

import org.jspecify.annotations.NullMarked;
