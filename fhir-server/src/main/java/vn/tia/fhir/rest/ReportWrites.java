package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.ReportLifecycle;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Keeps DiagnosticReports to their lifecycle: what was signed is never silently changed.
record ReportWrites(Resources resources, Clock clock) implements WriteRule {
  /// A PDF may have other bytes before its header, by Adobe's reading 1,024.
  private static final int PDF_HEADER_MAX = 1024;

  private static final String BINARY = "Binary/[A-Za-z0-9.-]{1,64}";

  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    if (resource instanceof DiagnosticReport report) {
      check(facilityId, report);
      var older = before.map(one -> one.decode(DiagnosticReport.class));
      sign(report, older);
      refuse(older.map(one -> ReportLifecycle.flaw(one, report))
          .orElseGet(() -> ReportLifecycle.flaw(report)));
    }
  }

  private static void refuse(Optional<String> flaw) {
    flaw.ifPresent(why -> {
      throw new UnprocessableEntityException(why);
    });
  }

  /// A signed report says when it was signed: now, where its writer doesn't know better.
  private void sign(DiagnosticReport report, Optional<DiagnosticReport> before) {
    if (!ReportLifecycle.isSigned(report.getStatus()) || report.hasIssued()) {
      return;
    }
    report.setIssued(before
        .filter(older -> older.getStatus() == report.getStatus() && older.hasIssued())
        .filter(older -> ReportLifecycle.saysTheSame(older, report))
        .map(DiagnosticReport::getIssued)
        .orElseGet(() -> Date.from(clock.instant())));
  }

  private void check(int facilityId, DiagnosticReport report) {
    report.getPresentedForm().forEach(form -> {
      if (form.hasUrl() && form.getUrl().matches(BINARY)
          && ServedType.named("Binary").isPresent()
          && resources.read(ResourceKey.parse(form.getUrl()), Access.to(facilityId))
              .filter(found -> !found.deleted()).isEmpty()) {
        throw new UnprocessableEntityException(
            "DiagnosticReport.presentedForm refers to a Binary that does not exist here");
      }
      if (form.hasData()) {
        flaw(form).ifPresent(why -> {
          throw new UnprocessableEntityException("DiagnosticReport.presentedForm " + why);
        });
      }
    });
  }

  /// What the bytes of a document give the lie to.
  private static Optional<String> flaw(Attachment form) {
    var data = form.getData();
    if (form.hasSize() && form.getSize() != data.length) {
      return Optional.of("has a size of %d, its data has %d bytes"
          .formatted(form.getSize(), data.length));
    }
    if (form.hasHash() && !Arrays.equals(form.getHash(), sha1(data))) {
      return Optional.of("has a hash that is not the SHA-1 of its data");
    }
    if ("application/pdf".equals(form.getContentType())
        && !new String(data, 0, Math.min(data.length, PDF_HEADER_MAX),
            StandardCharsets.ISO_8859_1).contains("%PDF-")) {
      return Optional.of("says application/pdf, and its data is no PDF");
    }
    return Optional.empty();
  }

  // Attachment.hash is SHA-1 by definition (R4 section 2.24.0.6); nothing trusts it.
  private static byte[] sha1(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
