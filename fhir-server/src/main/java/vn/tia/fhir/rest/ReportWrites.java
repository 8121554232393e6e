package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
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
import org.hl7.fhir.r4.model.IdType;
import vn.tia.mapping.fhir.ReportLifecycle;
import vn.tia.records.access.Access;
import vn.tia.records.resources.PutOutcome;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Writes DiagnosticReports along their lifecycle: what was signed is never silently changed, also
/// not by two who write at once.
record ReportWrites(Resources resources, Clock clock) {
  /// How often an update is tried anew that others overtook; each try is a version of theirs.
  private static final int TRIES_MAX = 8;

  /// A PDF may have other bytes before its header, by Adobe's reading 1,024.
  private static final int PDF_HEADER_MAX = 1024;

  private static final String BINARY = "Binary/[A-Za-z0-9.-]{1,64}";

  /// Writes a first version.
  StoredResource create(int facilityId, DiagnosticReport report) {
    refuse(ReportLifecycle.flaw(report));
    check(facilityId, report);
    sign(report, Optional.empty());
    report.setId(new IdType());
    return resources.put(facilityId, report);
  }

  /// Writes the version after the current one.
  ///
  /// @param version what If-Match names
  StoredResource update(
      StoredResource seen, DiagnosticReport report, Optional<String> version) {
    check(seen.facilityId(), report);
    report.setId(new IdType(seen.type(), seen.id()));
    var current = seen;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      requireVersion(current, version);
      var before = current.decode(DiagnosticReport.class);
      sign(report, Optional.of(before));
      refuse(ReportLifecycle.flaw(before, report));
      switch (resources.putIfVersion(seen.facilityId(), report, current.version())) {
        case PutOutcome.Stored(var stored) -> {
          return stored;
        }
        case PutOutcome.Stale _ -> current = resources
            .read(seen.key(), Access.to(seen.facilityId())).orElseThrow();
        case PutOutcome.Absent _ -> throw ReadInteraction.absent(seen.key());
      }
    }
    throw new ResourceVersionConflictException(
        "others write this DiagnosticReport all the time: try again");
  }

  private static void requireVersion(StoredResource current, Optional<String> version) {
    var now = Long.toString(current.version());
    if (version.isPresent() && !version.get().equals(now)) {
      throw new PreconditionFailedException("the current version is %s, If-Match names %s"
          .formatted(now, version.get().matches("\\d{1,18}") ? version.get() : "none"));
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
