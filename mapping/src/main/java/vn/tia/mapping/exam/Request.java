package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who asked, when and from where: the DICOM Imaging Service Request.
///
/// @param requester (0032,1032)
/// @param department (0032,1033), the requesting service
/// @param callbackPhones (0040,2010)
/// @param issuedAt (0040,2004) and (0040,2005)
/// @param enteredBy (0040,2008)
/// @param comments (0040,2400)
public record Request(
    Optional<Practitioner> requester,
    Optional<String> department,
    List<String> callbackPhones,
    Optional<Instant> issuedAt,
    Optional<Practitioner> enteredBy,
    Optional<String> comments) {

  /// Nothing is known.
  public static final Request UNSAID = new Request(Optional.empty(), Optional.empty(), List.of(),
      Optional.empty(), Optional.empty(), Optional.empty());

  public Request {
    department = Texts.line(department);
    callbackPhones = Texts.lines(callbackPhones);
    comments = Texts.note(comments);
  }
}
