package vn.tia.mapping.exam;

import java.util.Optional;

/// A report as a document: what it holds, or where it is.
///
/// @param contentType its media type, such as `application/pdf`
/// @param base64 its bytes, as FHIR keeps them
/// @param url its address, which nothing here follows
public record ReportDocument(
    String contentType, Optional<String> base64, Optional<String> url, Optional<String> title) {
  public ReportDocument {
    if (base64.isEmpty() == url.isEmpty()) {
      throw new IllegalArgumentException("a document has either bytes or an address");
    }
    title = Texts.line(title);
  }
}
