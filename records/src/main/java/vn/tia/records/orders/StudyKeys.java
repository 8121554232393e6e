package vn.tia.records.orders;

import java.util.Optional;
import vn.tia.mapping.exam.Authority;

/// What a study says about the order that it answers.
///
/// @param issuer of the accession number; [Authority#UNSAID] where none is said
public record StudyKeys(
    Optional<String> accession,
    Authority issuer,
    Optional<String> studyUid,
    Optional<String> requestedProcedureId) {}
