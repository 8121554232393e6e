package vn.tia.mapping.exam;

import java.util.List;
import java.util.Optional;

/// What is to be done, as asked: the DICOM Requested Procedure.
///
/// @param id (0040,1001); the accession number's value where none is said
/// @param codes (0032,1064), best first
/// @param description (0032,1060)
/// @param comments (0040,1400)
/// @param reasons why, as codes (0040,100A)
/// @param reasonText why, in words (0040,1002)
/// @param priority (0040,1003)
/// @param transport (0040,1004), as said: `WALK`, `WHEELCHAIR` …
/// @param confidentiality (0040,1008)
public record RequestedProcedure(
    Optional<String> id,
    List<Coded> codes,
    Optional<String> description,
    Optional<String> comments,
    List<Coded> reasons,
    Optional<String> reasonText,
    Priority priority,
    Optional<String> transport,
    Optional<String> confidentiality) {

  public RequestedProcedure {
    id = Texts.identifier("a requested procedure id", id);
    codes = List.copyOf(codes);
    description = Texts.line(description);
    comments = Texts.note(comments);
    reasons = List.copyOf(reasons);
    reasonText = Texts.line(reasonText);
    transport = Texts.line(transport);
    confidentiality = Texts.line(confidentiality);
  }
}
