package vn.tia.fhir.subscriptions;

import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.mapping.fhir.ReportLifecycle;

/// What can be subscribed to by the topics of the R5 backport.
public enum Topic {
  /// A study is there: its first images are.
  IMAGING_STUDY_AVAILABLE("imaging-study-available", "ImagingStudy") {
    @Override
    boolean happens(Optional<Resource> before, Resource now) {
      return isAvailable(now) && before.filter(Topic::isAvailable).isEmpty();
    }
  },
  /// A report is signed: final, or changed after that.
  REPORT_FINAL("report-final", "DiagnosticReport") {
    @Override
    boolean happens(Optional<Resource> before, Resource now) {
      return now instanceof DiagnosticReport report && ReportLifecycle.isSigned(report.getStatus())
          && before.filter(older -> older instanceof DiagnosticReport same
              && same.getStatus() == report.getStatus()
              && ReportLifecycle.saysTheSame(same, report)).isEmpty();
    }
  },
  /// An order is placed, or its status changes.
  ORDER_STATUS("order-status", "ServiceRequest") {
    @Override
    boolean happens(Optional<Resource> before, Resource now) {
      return now instanceof ServiceRequest order
          && before.filter(older -> older instanceof ServiceRequest same
              && same.getStatus() == order.getStatus()).isEmpty();
    }
  };

  private final String canonical;
  private final String type;

  Topic(String name, String type) {
    this.canonical = "urn:tia:topic:" + name;
    this.type = type;
  }

  /// The topic of a canonical URL, with or without a version behind it.
  static Optional<Topic> of(String canonical) {
    return Stream.of(values())
        .filter(topic -> topic.canonical.equals(canonical.replaceFirst("\\|.*$", "")))
        .findFirst();
  }

  /// Its canonical URL.
  public String canonical() {
    return canonical;
  }

  /// The resource type that it is about.
  public String type() {
    return type;
  }

  /// Whether a new version of a resource is an event of it.
  abstract boolean happens(Optional<Resource> before, Resource now);

  private static boolean isAvailable(Resource resource) {
    return resource instanceof ImagingStudy study
        && study.getStatus() == ImagingStudyStatus.AVAILABLE;
  }
}
