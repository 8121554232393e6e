package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.ClinicalFacts;
import vn.tia.mapping.exam.ClinicalFacts.Listed;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.OrderControl;
import vn.tia.mapping.hl7.OrderDraft.StepDraft;
import vn.tia.mapping.hl7.OrderSite.Required;
import vn.tia.mapping.hl7.StepRules.StepSource;

/// Takes `ORM^O01`, `OMI^O23`, `OMG^O19` and `OML^O21` to the orders that they hold.
///
/// @param orders one per ORC, or per OBR where several stand under one ORC
/// @param facts the patient's allergies and diagnoses that came with them
/// @param leftOut values that could not be used, where the order is right without them
public record OrderMessages(List<ImagingOrder> orders, ClinicalFacts facts, List<Fault> leftOut)
    implements MessageContent {

  /// The messages that hold orders, as MSH-9 names them.
  public static final Set<String> EVENTS = Set.of("ORM^O01", "OMI^O23", "OMG^O19", "OML^O21");

  /// A message may order this much: a HIS sends one patient's orders together, never a day's.
  private static final int ORDERS_MAX = 100;

  public OrderMessages {
    orders = List.copyOf(orders);
    leftOut = List.copyOf(leftOut);
  }

  /// The orders of a message, all of them or none.
  ///
  /// @throws FaultException if one of them can't be used
  public static OrderMessages of(Hl7Message message, OrderSite site) {
    var orders = new ArrayList<ImagingOrder>();
    var leftOut = new ArrayList<Fault>();
    PatientDraft.require(message.first("PID"));
    for (OrderSource source : split(message, site)) {
      orders.add(order(source, leftOut));
    }
    var facts = ClinicalRules.read(message.segments(), site, Listed.THESE, leftOut);
    return new OrderMessages(replacing(orders), facts, leftOut);
  }

  /// An RP that brings its replacement (RO) is the end of what it names; alone it changes it.
  private static List<ImagingOrder> replacing(List<ImagingOrder> orders) {
    boolean bringsOther = orders.stream()
        .anyMatch(order -> order.control() == OrderControl.REPLACEMENT);
    return orders.stream()
        .map(order -> bringsOther && order.control() == OrderControl.REPLACE
            ? order.with(OrderControl.REPLACED) : order)
        .toList();
  }

  static List<OrderSource> split(Hl7Message message, OrderSite site) {
    var shared = new ArrayList<Hl7Segment>();
    var groups = new ArrayList<List<Hl7Segment>>();
    for (Hl7Segment segment : message.segments()) {
      boolean begins = segment.name().equals("ORC")
          || segment.name().equals("OBR") && (groups.isEmpty() || has(groups.getLast(), "OBR"));
      if (begins) {
        groups.add(new ArrayList<>(carriedOver(segment, groups)));
      }
      (groups.isEmpty() ? shared : groups.getLast()).add(segment);
    }
    if (groups.isEmpty()) {
      throw missing("ORC", 0, "the message has neither ORC nor OBR");
    }
    if (groups.size() > ORDERS_MAX) {
      throw new FaultException(Fault.error(FaultCode.VALUE_TOO_LONG, FaultLocation.of("ORC", 0),
          "the message has " + groups.size() + " orders, at most " + ORDERS_MAX + " are taken"));
    }
    return groups.stream().map(own -> new OrderSource(site, shared, own)).toList();
  }

  /// A second OBR under one ORC is an order of its own with the same ORC and TQ1.
  private static List<Hl7Segment> carriedOver(Hl7Segment begin, List<List<Hl7Segment>> groups) {
    if (begin.name().equals("ORC") || groups.isEmpty()) {
      return List.of();
    }
    return groups.getLast().stream()
        .filter(segment -> segment.name().equals("ORC") || segment.name().equals("TQ1"))
        .toList();
  }

  private static boolean has(List<Hl7Segment> group, String name) {
    return group.stream().anyMatch(segment -> segment.name().equals(name));
  }

  private static ImagingOrder order(OrderSource source, List<Fault> leftOut) {
    var draft = new OrderDraft();
    draft.control = control(source);
    if (draft.control.places() && source.segment("OBR").isEmpty()) {
      throw missing("OBR", 0, "a new order has no OBR: only imaging orders are taken");
    }
    PatientRules.RULES.forEach(rule -> rule.apply(source, draft.patient, leftOut));
    OrderRules.RULES.forEach(rule -> rule.apply(source, draft, leftOut));
    steps(source, leftOut).forEach(draft.steps::add);
    if (draft.placer.isEmpty() && draft.filler.isEmpty() && draft.accession.isEmpty()) {
      throw missing("ORC", 2, "the order has neither placer, filler nor accession number");
    }
    requireWanted(source, draft);
    clear(PatientRules.RULES, source, draft);
    clear(OrderRules.RULES, source, draft);
    clear(StepRules.RULES, source, draft);
    try {
      return draft.toOrder();
    } catch (IllegalArgumentException e) {
      throw new FaultException(
          Fault.error(FaultCode.DATA_TYPE,
          FaultLocation.of("ORC", 0), String.valueOf(e.getMessage())));
    }
  }

  /// What the site wants brought with a new order.
  private static void requireWanted(OrderSource source, OrderDraft draft) {
    if (draft.control != OrderControl.NEW && draft.control != OrderControl.CHILD
        && draft.control != OrderControl.REPLACEMENT) {
      return;
    }
    Set<Required> wanted = source.site().required();
    if (wanted.contains(Required.ACCESSION) && draft.accession.isEmpty()) {
      throw missing("OBR", 18, "the order brings no accession number, as this site has to");
    }
    if (wanted.contains(Required.STUDY_UID) && draft.studyUid.isEmpty()) {
      throw missing("ZDS", 1, "the order brings no Study Instance UID, as this site has to");
    }
  }

  private static void clear(
      List<? extends Rule<?, ?>> rules, OrderSource source, OrderDraft draft) {
    rules.stream().filter(rule -> rule.isCleared(source)).map(Rule::value)
        .forEach(draft.cleared::add);
  }

  private static List<StepDraft> steps(OrderSource source, List<Fault> leftOut) {
    List<Hl7Segment> ipcs = source.own("IPC");
    List<Optional<Hl7Segment>> origins = ipcs.isEmpty()
        ? source.own("OBR").stream().map(_ -> Optional.<Hl7Segment>empty()).toList()
        : ipcs.stream().map(Optional::of).toList();
    var steps = new ArrayList<StepDraft>();
    for (Optional<Hl7Segment> ipc : origins) {
      var step = new StepDraft(ipc);
      var from = new StepSource(source, ipc);
      StepRules.RULES.forEach(rule -> rule.apply(from, step, leftOut));
      steps.add(step);
    }
    return steps;
  }

  private static OrderControl control(OrderSource source) {
    String code = source.text("ORC", 1).orElseThrow(
        () -> missing("ORC", 1, "ORC-1 does not say what is to be done with the order"));
    return OrderControl.of(code).orElseThrow(() -> new FaultException(Fault.error(
        FaultCode.TABLE_VALUE_NOT_FOUND, FaultLocation.of("ORC", 1),
        "ORC-1 holds none of NW, XO, RP, RO, RU, PA, CH, CA, DC, HD, RL, SC")));
  }

  private static FaultException missing(String segment, int field, String text) {
    return new FaultException(Fault.error(
        FaultCode.REQUIRED_FIELD_MISSING, FaultLocation.of(segment, field), text));
  }
}
