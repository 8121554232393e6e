package vn.tia.mapping.dicom.sr;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.dicom.sr.SrDocument.Observer;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Finding;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportDocument;
import vn.tia.mapping.exam.ReportStatus;
import vn.tia.mapping.names.PersonNames;

/// Reads a structured report as the report that it is (docs/mapping.md): its title, its conclusion,
/// all of its text, and each measurement as a finding.
public final class SrReport {
  private static final String UID_SYSTEM = "urn:dicom:uid";

  /// The headings under which the conclusion stands (PS3.16 CID 7001; LOINC where a site uses it).
  private static final String[] CONCLUSIONS = {
    "121072", "121073", "121076", "121077", "19005-8", "55110-1", "121111"};

  /// What a measurement hangs on that is worth to be told with it (PS3.16 TID 1501).
  private static final String TRACKING = "112039";
  private static final String PERSON_OBSERVER = "121008";

  /// What tells of the observation, and is not said by it.
  private static final Set<String> CONTEXTS =
      Set.of("HAS OBS CONTEXT", "HAS ACQ CONTEXT", "HAS CONCEPT MOD");

  /// More than any template measures; the text tells them all.
  private static final int FINDINGS_MAX = 2_000;

  private static final Set<String> DOCUMENTS = Set.of(
      "1.2.840.10008.5.1.4.1.1.88.11", "1.2.840.10008.5.1.4.1.1.88.22",
      "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.88.34",
      "1.2.840.10008.5.1.4.1.1.88.35", "1.2.840.10008.5.1.4.1.1.88.72");

  private SrReport() {}

  /// Whether a SOP class is one that people write reports in: Basic Text, Enhanced, Comprehensive,
  /// Comprehensive 3D, Extensible and Simplified Adult Echo SR.
  public static boolean isReport(String sopClassUid) {
    return DOCUMENTS.contains(sopClassUid);
  }

  /// The report that a document holds.
  ///
  /// @param patient whom the archive says that its study is about
  /// @param studiedAt when the exam took place
  public static Report toReport(
      SrDocument document, Patient patient, Optional<Instant> studiedAt) {
    var root = document.content();
    var status = status(document);
    return new Report(
        new OrderNumbers(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty()),
        Optional.of(number(document.uid())),
        document.predecessors().stream().findFirst().map(SrReport::number),
        patient,
        status,
        Optional.empty(),
        List.of(root.name().orElse(Coded.of("18748-4", "Diagnostic imaging study", "LN"))),
        root.name().flatMap(Coded::display),
        studiedAt,
        issuedAt(document),
        interpreters(document),
        findings(root, status),
        List.of(text(root)),
        conclusion(root),
        conclusionCodes(root));
  }

  /// How a document is numbered as a report: its UID, as FHIR has it.
  public static AssignedId number(String uid) {
    return new AssignedId("urn:oid:" + uid, Authority.ofUri(UID_SYSTEM));
  }

  /// Verified is final; what is complete and not yet verified is preliminary, the rest partial.
  static ReportStatus status(SrDocument document) {
    var flags = document.flags();
    if (!flags.isComplete()) {
      return ReportStatus.PARTIAL;
    }
    return flags.isVerified() && !flags.isPreliminary()
        ? ReportStatus.FINAL : ReportStatus.PRELIMINARY;
  }

  private static Optional<Instant> issuedAt(SrDocument document) {
    return document.observers().stream()
        .flatMap(observer -> observer.at().stream())
        .max(Instant::compareTo)
        .or(document::writtenAt);
  }

  /// Who verified it, else its authors, else the persons whom its content names as observers.
  private static List<Practitioner> interpreters(SrDocument document) {
    if (!document.observers().isEmpty()) {
      return document.observers().stream()
          .flatMap(observer -> practitioner(observer).stream()).toList();
    }
    return document.content().children(PERSON_OBSERVER)
        .flatMap(item -> item.content() instanceof ContentItem.Person(String name)
            ? Stream.of(name) : item.words().stream())
        .flatMap(name -> practitioner(new Observer(
            name, Optional.empty(), Optional.empty(), Optional.empty())).stream())
        .toList();
  }

  private static Optional<Practitioner> practitioner(Observer observer) {
    var name = PersonNames.toHumanName(observer.name());
    try {
      var id = observer.id().map(code -> new AssignedId(
          code, observer.scheme().map(Authority::ofNamespace).orElse(Authority.UNSAID)));
      return Optional.of(new Practitioner(id, name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<Finding> findings(ContentItem root, ReportStatus status) {
    return measured(root, Optional.empty()).limit(FINDINGS_MAX)
        .map(one -> finding(one, status)).toList();
  }

  /// A measurement, and what its group is called.
  private record Measured(ContentItem item, Optional<String> group) {}

  private static Stream<Measured> measured(ContentItem item, Optional<String> group) {
    var own = item.amount().isPresent() && item.name().isPresent()
        ? Stream.of(new Measured(item, group)) : Stream.<Measured>empty();
    var named = item.child(TRACKING).flatMap(ContentItem::words).or(() -> group);
    return Stream.concat(own, item.children().stream().flatMap(child -> measured(child, named)));
  }

  private static Finding finding(Measured measured, ReportStatus status) {
    var item = measured.item();
    var code = item.name().orElseThrow();
    var amount = item.amount().orElseThrow();
    var said = SrText.modified(item, code.display().orElse(code.code()));
    return new Finding(List.of(code),
        Optional.of(measured.group().map(group -> group + ": " + said).orElse(said)),
        Optional.empty(),
        new Finding.Amount(amount.number().orElseThrow(), amount.unit().map(SrReport::unit)),
        status, List.of(), Optional.empty());
  }

  /// A unit by its code, which people write; its meaning is words such as "square centimeter".
  private static Coded unit(Coded unit) {
    return new Coded(unit.code(), Optional.of(unit.code()), unit.scheme());
  }

  private static ReportDocument text(ContentItem root) {
    var text = SrText.of(root).getBytes(StandardCharsets.UTF_8);
    return new ReportDocument("text/plain; charset=utf-8",
        Optional.of(Base64.getEncoder().encodeToString(text)), Optional.empty(),
        root.name().flatMap(Coded::display));
  }

  /// What stands under its conclusion headings, else all of its own texts.
  private static Optional<String> conclusion(ContentItem root) {
    var concluding = texts(concluding(root));
    return Optional.of(concluding.isEmpty() ? texts(root.all()) : concluding)
        .filter(text -> !text.isBlank());
  }

  private static String texts(Stream<ContentItem> items) {
    return items.filter(item -> !CONTEXTS.contains(item.relationship()))
        .flatMap(item -> item.words().stream())
        .map(String::strip).filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static Stream<ContentItem> concluding(ContentItem item) {
    return item.isNamed(CONCLUSIONS)
        ? item.all()
        : item.children().stream().flatMap(SrReport::concluding);
  }

  private static List<Coded> conclusionCodes(ContentItem root) {
    return concluding(root)
        .filter(item -> !item.relationship().equals("HAS CONCEPT MOD"))
        .flatMap(item -> item.code().stream()).distinct().toList();
  }
}
