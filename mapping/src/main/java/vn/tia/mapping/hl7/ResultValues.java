package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Finding;
import vn.tia.mapping.exam.ReportDocument;
import vn.tia.mapping.exam.ReportStatus;

/// Takes the OBX segments of a result to findings, documents, the conclusion and the study.
///
/// Text that goes on in the next OBX of the same code is one finding. Text under the code of the
/// report itself, or `18748-4`, is the report as a document; text under `19005-8` its conclusion.
final class ResultValues {

  /// LOINC Impression, and the names by which senders without LOINC know it.
  private static final Set<String> CONCLUSION =
      Set.of("19005-8", "IMPRESSION", "IMP", "CONCLUSION", "KET_LUAN", "KETLUAN");

  private static final Set<String> STUDY = Set.of("113014", "110180");
  private static final String WHOLE_REPORT = "18748-4";
  private static final int NUMBER_CHARS_MAX = 40;

  private final OrderSource in;
  private final ResultDraft out;
  private final List<String> body = new ArrayList<>();

  private ResultValues(OrderSource in, ResultDraft out) {
    this.in = in;
    this.out = out;
  }

  /// Adds what the OBX say.
  ///
  /// @throws FaultException if a value is not of the type that OBX-2 says
  static void apply(OrderSource in, ResultDraft out, ReportStatus status) {
    var values = new ResultValues(in, out);
    int number = 0;
    for (Hl7Segment obx : in.own("OBX")) {
      number++;
      try {
        values.take(obx, status);
      } catch (IllegalArgumentException e) {
        throw new FaultException(Fault.error(FaultCode.DATA_TYPE,
            new FaultLocation("OBX", number, 5), String.valueOf(e.getMessage())));
      }
    }
    values.end();
  }

  private void take(Hl7Segment obx, ReportStatus status) {
    String code = obx.text(3).orElse("");
    if (STUDY.contains(code) || code.isEmpty() && isNamed(obx, "dicom study")) {
      out.studyUid = obx.text(5).map(CodeTables::uid);
      return;
    }
    if (code.isEmpty() && obx.text(3, 2).isEmpty()) {
      throw new IllegalArgumentException("OBX-3 does not say what was observed");
    }
    switch (obx.text(2).orElse("").toUpperCase(Locale.ROOT)) {
      case "ED" -> document(obx).ifPresent(out.documents::add);
      case "RP" -> pointer(obx).ifPresent(out.documents::add);
      case "CE", "CWE", "CNE", "CF" -> codes(obx, status);
      case "NM" -> obx.text(5).ifPresent(text ->
          add(obx, new Finding.Amount(number(text), unit(obx)), status));
      case "TS", "DT", "DTM" -> obx.text(5).ifPresent(text ->
          add(obx, new Finding.Moment(Hl7Times.instant(text, in.site().zone())), status));
      default -> words(obx, status);
    }
  }

  private void words(Hl7Segment obx, ReportStatus status) {
    String text = IntStream.range(0, obx.repetitions(5))
        .mapToObj(repetition -> obx.wholeRepetition(5, repetition))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("\n"));
    if (text.isBlank()) {
      return;
    }
    if (isConclusion(obx)) {
      out.conclusion.add(text);
      return;
    }
    if (isWholeReport(obx)) {
      body.add(text);
      return;
    }
    continued(obx, text, status).ifPresentOrElse(
        longer -> out.findings.set(out.findings.size() - 1, longer),
        () -> add(obx, new Finding.Words(text), status));
  }

  /// The last finding with more words, where this OBX goes on with it.
  private Optional<Finding> continued(Hl7Segment obx, String text, ReportStatus status) {
    if (out.findings.isEmpty()) {
      return Optional.empty();
    }
    Finding last = out.findings.getLast();
    Finding next = finding(obx, new Finding.Words(text), status);
    return last.value() instanceof Finding.Words(String before)
        && last.codes().equals(next.codes()) && last.name().equals(next.name())
        && last.subId().equals(next.subId())
        ? Optional.of(finding(obx, new Finding.Words(before + "\n" + text), status))
        : Optional.empty();
  }

  private void codes(Hl7Segment obx, ReportStatus status) {
    List<Coded> codes = Hl7Types.codes(obx, 5);
    if (codes.isEmpty()) {
      words(obx, status);
      return;
    }
    if (isConclusion(obx)) {
      out.conclusionCodes.addAll(codes);
      return;
    }
    add(obx, new Finding.Codes(codes), status);
  }

  private void add(Hl7Segment obx, Finding.Value value, ReportStatus status) {
    out.findings.add(finding(obx, value, status));
  }

  private static Finding finding(Hl7Segment obx, Finding.Value value, ReportStatus status) {
    return new Finding(Hl7Types.codes(obx, 3), Hl7Types.words(obx, 3), obx.text(4), value,
        obx.text(11).flatMap(ResultCodes::ofFinding).orElse(status), Hl7Types.codes(obx, 8),
        obx.text(7));
  }

  private void end() {
    if (!body.isEmpty()) {
      byte[] text = String.join("\n", body).getBytes(UTF_8);
      out.documents.addFirst(new ReportDocument("text/plain; charset=utf-8",
          Optional.of(Base64.getEncoder().encodeToString(text)), Optional.empty(),
          Optional.empty()));
    }
  }

  private boolean isWholeReport(Hl7Segment obx) {
    Optional<String> code = obx.text(3);
    return code.isPresent() && (code.get().equals(WHOLE_REPORT)
        || out.codes.stream().anyMatch(one -> one.code().equals(code.get())));
  }

  private static boolean isConclusion(Hl7Segment obx) {
    return obx.text(3).map(code -> CONCLUSION.contains(code.toUpperCase(Locale.ROOT)))
        .orElse(false);
  }

  private static boolean isNamed(Hl7Segment obx, String name) {
    return obx.text(3, 2).filter(name::equalsIgnoreCase).isPresent();
  }

  /// ED: source application, type, subtype, encoding, data; empty where there is no data.
  private static Optional<ReportDocument> document(Hl7Segment obx) {
    return obx.text(5, 5).map(data -> new ReportDocument(
        ResultCodes.mediaType(obx.text(5, 2).orElse(""), obx.text(5, 3).orElse("")),
        Optional.of(base64(data, obx.text(5, 4).orElse(""))), Optional.empty(),
        Hl7Types.words(obx, 3)));
  }

  private static String base64(String data, String encoding) {
    byte[] bytes = switch (encoding.toUpperCase(Locale.ROOT)) {
      case "A", "ASCII", "" -> data.getBytes(UTF_8);
      case "HEX" -> HexFormat.of().parseHex(data.strip());
      case "BASE64" -> decoded(data);
      default -> throw new IllegalArgumentException("ED-4 names no encoding of table 0299");
    };
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(String data) {
    try {
      return Base64.getDecoder().decode(data.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("ED-5 is no Base64");
    }
  }

  /// RP: pointer, application, type, subtype. Only an address that a browser can follow is kept,
  /// and nothing here ever follows it.
  private static Optional<ReportDocument> pointer(Hl7Segment obx) {
    return obx.text(5).map(address -> new ReportDocument(
        ResultCodes.mediaType(obx.text(5, 3).orElse(""), obx.text(5, 4).orElse("")),
        Optional.empty(), Optional.of(webAddress(address)), Hl7Types.words(obx, 3)));
  }

  private static String webAddress(String address) {
    try {
      URI uri = URI.create(address.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.equals("https") || scheme.equals("http")) {
        return uri.toString();
      }
    } catch (IllegalArgumentException _) {
      // Its text quotes the address, which may hold a patient's number.
    }
    throw new IllegalArgumentException("RP-1 is no http or https address");
  }

  private static Optional<Coded> unit(Hl7Segment obx) {
    return Hl7Types.codes(obx, 6).stream().findFirst();
  }

  private static BigDecimal number(String text) {
    String plain = text.strip().replace(',', '.');
    if (plain.length() > NUMBER_CHARS_MAX || !plain.matches("[+-]?\\d+(\\.\\d*)?|[+-]?\\.\\d+")) {
      throw new IllegalArgumentException("NM is a number with digits and a point, got "
          + text.length() + " characters");
    }
    return new BigDecimal(plain);
  }
}
