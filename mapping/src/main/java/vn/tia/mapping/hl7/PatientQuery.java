package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.PatientCriteria;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// What `QBP^Q22` (IHE PDQ, ITI-21) and `QBP^Q23` (IHE PIX, ITI-9) ask for.
public sealed interface PatientQuery extends MessageContent {

  Set<String> EVENTS = Set.of("QBP^Q22", "QBP^Q23");

  /// How many patients an answer holds where the query says nothing, and at most.
  int MATCHES_MAX = 100;

  /// QPD, which the answer repeats.
  Hl7Segment asked();

  /// QPD-2.
  default String tag() {
    return asked().text(2).orElse("");
  }

  @Override
  default List<Fault> leftOut() {
    return List.of();
  }

  /// Who are the patients of whom this is known?
  ///
  /// @param max how many an answer may hold (RCP-2)
  /// @param after the continuation pointer of the answer before (DSC-1)
  record Demographics(Hl7Segment asked, PatientCriteria criteria, int max, OptionalLong after)
      implements PatientQuery {}

  /// By which other numbers is the patient with this one known?
  ///
  /// @param domains who gave the numbers that are wanted; all where empty (QPD-4)
  record CrossReference(Hl7Segment asked, PatientIdentifier number, List<Authority> domains)
      implements PatientQuery {
    public CrossReference {
      domains = List.copyOf(domains);
    }
  }

  /// Reads a query.
  ///
  /// @throws FaultException if it asks for what can't be asked
  static PatientQuery of(Hl7Message message, OrderSite site) {
    Hl7Segment qpd = message.first("QPD").orElseThrow(
        () -> missing("QPD", 0, "a query has no QPD"));
    if (qpd.text(2).isEmpty()) {
      throw missing("QPD", 2, "QPD-2 names no query tag");
    }
    try {
      return message.header().event().equals("Q22")
          ? new Demographics(qpd, new Reader(site).criteria(qpd), max(message), after(message))
          : crossReference(qpd);
    } catch (IllegalArgumentException e) {
      throw new FaultException(Fault.error(FaultCode.DATA_TYPE,
          FaultLocation.of("QPD", 3), String.valueOf(e.getMessage())));
    }
  }

  private static CrossReference crossReference(Hl7Segment qpd) {
    var number = Hl7Types.patientIdentifiers(qpd, 3).stream().findFirst()
        .orElseThrow(() -> missing("QPD", 3, "QPD-3 holds no patient identifier"));
    return new CrossReference(qpd, number, Hl7Types.authorities(qpd, 4, 4));
  }

  /// RCP-2: a number of records (RD).
  private static int max(Hl7Message message) {
    Optional<Hl7Segment> rcp = message.first("RCP");
    return rcp.flatMap(segment -> segment.text(2))
        .filter(text -> text.matches("[1-9]\\d{0,5}"))
        .map(text -> Math.min(MATCHES_MAX, Integer.parseInt(text)))
        .orElse(MATCHES_MAX);
  }

  private static OptionalLong after(Hl7Message message) {
    Optional<String> pointer = message.first("DSC").flatMap(dsc -> dsc.text(1));
    if (pointer.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!pointer.get().matches("\\d{1,18}")) {
      throw new IllegalArgumentException("DSC-1 is no continuation pointer of ours");
    }
    return OptionalLong.of(Long.parseLong(pointer.get()));
  }

  private static FaultException missing(String segment, int field, String text) {
    return new FaultException(Fault.error(
        FaultCode.REQUIRED_FIELD_MISSING, FaultLocation.of(segment, field), text));
  }

  /// Reads QPD-3 of a demographics query: `@PID.5.1^NGUYỄN~@PID.7^1972`.
  final class Reader {
    private static final Pattern FIELD = Pattern.compile(
        "@PID\\.(\\d{1,2})(?:\\.(\\d))?(?:\\.(\\d))?");

    private final OrderSite site;
    private final List<String> names = new ArrayList<>();
    private Optional<String> number = Optional.empty();
    private Optional<String> namespace = Optional.empty();
    private Optional<String> oid = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<PartialDate> birthDate = Optional.empty();
    private Optional<Sex> sex = Optional.empty();

    private Reader(OrderSite site) {
      this.site = site;
    }

    private PatientCriteria criteria(Hl7Segment qpd) {
      for (int repetition = 0; repetition < qpd.repetitions(3); repetition++) {
        String field = qpd.text(3, repetition, 1, 1).orElse("");
        Optional<String> value = qpd.text(3, repetition, 2, 1);
        value.ifPresent(said -> take(field, said.strip()));
      }
      var identifiers = number.stream().map(id -> new PatientIdentifier(
          id, new Authority(namespace, oid, oid.map(_ -> "ISO")), type.orElse(""))).toList();
      var criteria = new PatientCriteria(identifiers, names, birthDate, sex);
      if (criteria.isUniversal()) {
        throw new IllegalArgumentException("QPD-3 asks for nothing: at least one value is needed");
      }
      return criteria;
    }

    private void take(String field, String value) {
      Matcher parts = FIELD.matcher(field);
      if (!parts.matches()) {
        throw new IllegalArgumentException("QPD-3 names a field that is none of PID");
      }
      String component = String.valueOf(parts.group(2));
      switch (Integer.parseInt(parts.group(1))) {
        case 3 -> identifier(component, String.valueOf(parts.group(3)), value);
        case 5 -> names.add(value);
        case 7 -> birthDate = Optional.of(Hl7Times.date(value));
        case 8 -> sex = Optional.of(CodeTables.sex(value, site.sexes()));
        default -> throw new IllegalArgumentException(
            "QPD-3 asks by a field that is none of PID.3, PID.5, PID.7 and PID.8");
      }
    }

    private void identifier(String component, String subcomponent, String value) {
      switch (component) {
        case "4" -> {
          if (subcomponent.equals("2")) {
            oid = Optional.of(value);
          } else {
            namespace = Optional.of(value);
          }
        }
        case "5" -> type = Optional.of(value);
        default -> number = Optional.of(value);
      }
    }
  }
}
