package vn.tia.fhir.config;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import vn.tia.dicom.data.Uid;
import vn.tia.records.audit.Audit;
import vn.tia.records.audit.AuditRecord;
import vn.tia.records.database.RecordsUnavailable;

/// Leaves an audit event of each DICOMweb request: what was asked of which UIDs, and how it ended.
///
/// Search keys are left out, since they are names and numbers of patients.
final class DicomWebAudit implements HandlerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(DicomWebAudit.class);

  private final Audit audit;

  DicomWebAudit(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception error) {
    var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    try {
      var event =
          new AuditRecord(
              OptionalInt.empty(),
              "DICOMweb",
              request.getRemoteAddr(),
              request.getMethod() + " " + pattern,
              uids(request),
              Integer.toString(response.getStatus()));
      if (request.getMethod().equals("GET")) {
        audit.recordRead(event);
      } else {
        audit.record(event);
      }
    } catch (RecordsUnavailable _) {
      LOG.warn("a DICOMweb request left no audit event, as the records are away");
    }
  }

  /// The UIDs of the path, from study to instance; what is no UID is not repeated.
  private static String uids(HttpServletRequest request) {
    var variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    return variables instanceof Map<?, ?> map
        ? Stream.of("study", "series", "instance")
            .map(map::get)
            .filter(String.class::isInstance)
            .map(value -> Uid.isWellFormed((String) value) ? (String) value : "no UID")
            .collect(Collectors.joining("/"))
        : "";
  }
}
