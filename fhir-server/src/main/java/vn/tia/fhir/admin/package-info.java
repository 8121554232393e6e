/// The queues of HL7 messages that somebody has to look at: as pages of JSON on loopback, and as
/// commands of `./tia` that ask for these.
@NullMarked
package vn.tia.fhir.admin;

import org.jspecify.annotations.NullMarked;
