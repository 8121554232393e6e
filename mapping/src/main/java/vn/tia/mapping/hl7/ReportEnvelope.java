package vn.tia.mapping.hl7;

import java.time.Instant;
import java.time.ZoneId;
import vn.tia.mapping.exam.AuthoritySystems;

/// Who sends a report to whom, and how the facility names its numbers.
///
/// @param sendingApplication MSH-3
/// @param sendingFacility MSH-4
/// @param receivingApplication MSH-5
/// @param receivingFacility MSH-6
/// @param controlId MSH-10, the same for the same version of a report
/// @param at MSH-7
public record ReportEnvelope(
    String sendingApplication, String sendingFacility, String receivingApplication,
    String receivingFacility, String controlId, Instant at, ZoneId zone,
    AuthoritySystems systems) {}
