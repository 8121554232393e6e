package vn.tia.mapping.hl7;

import java.util.Map;

/// Writes what another system told of patients for one more receiver: each segment with the values
/// that it came with, under an MSH of our own.
///
/// The versions of HL7 only added fields and segments to ADT, so segments keep their numbers;
/// what the receiver's version doesn't have yet is for him to pass over (HL7 v2 2.6.2).
public final class ForwardedMessages {

  /// Table 0354 since 2.4.
  private static final Map<String, String> STRUCTURES = Map.ofEntries(
      Map.entry("A04", "ADT_A01"), Map.entry("A08", "ADT_A01"), Map.entry("A13", "ADT_A01"),
      Map.entry("A07", "ADT_A06"), Map.entry("A10", "ADT_A09"), Map.entry("A11", "ADT_A09"),
      Map.entry("A28", "ADT_A05"), Map.entry("A31", "ADT_A05"), Map.entry("A34", "ADT_A30"),
      Map.entry("A40", "ADT_A39"));

  private ForwardedMessages() {}

  /// The same patients under the same event.
  public static String toAdt(Hl7Message message, Envelope envelope) {
    var event = message.header().event();
    var draft = new MessageDraft(envelope, "ADT", event, structure(event, envelope.version()));
    message.segments().stream()
        .filter(segment -> !segment.name().equals("MSH"))
        .forEach(segment -> draft.add(segment.name().equals("EVN")
            ? event(segment, event, envelope.version()) : copy(segment)));
    return draft.toString();
  }

  /// EVN-1 repeats the event; 2.7 withdrew it, and peers refuse a withdrawn field that is filled.
  private static SegmentDraft event(Hl7Segment segment, String event, Hl7Version version) {
    return copy(segment).put(1, version.isFrom(Hl7Version.V2_7) ? "" : event);
  }

  private static String structure(String event, Hl7Version version) {
    return switch (event) {
      // 2.4 had the one for cancelled transfers, 2.5 gave them their own.
      case "A12" -> version.isFrom(Hl7Version.V2_5) ? "ADT_A12" : "ADT_A09";
      case "A47" -> version.isFrom(Hl7Version.V2_7) ? "ADT_A44" : "ADT_A30";
      // 2.3.1 knew no person apart from a visit.
      case "A05", "A28", "A31" -> version.isFrom(Hl7Version.V2_4) ? "ADT_A05" : "ADT_A01";
      default -> STRUCTURES.getOrDefault(event, "ADT_" + event);
    };
  }

  private static SegmentDraft copy(Hl7Segment segment) {
    var copy = new SegmentDraft(segment.name());
    for (int field = 1; field <= segment.fields().size(); field++) {
      copy.raw(field, translated(segment.fields().get(field - 1), segment.delimiters()));
    }
    return copy;
  }

  /// A field in the standard delimiters: each value is read with the sender's and written with
  /// ours, so that no value falls apart.
  private static String translated(String field, Delimiters from) {
    if (from.equals(Delimiters.STANDARD)) {
      return field;
    }
    var written = new StringBuilder();
    int start = 0;
    for (int i = 0; i < field.length(); i++) {
      String ours = delimiter(field.charAt(i), from);
      if (!ours.isEmpty()) {
        written.append(value(field.substring(start, i), from)).append(ours);
        start = i + 1;
      }
    }
    return written.append(value(field.substring(start), from)).toString();
  }

  private static String value(String raw, Delimiters from) {
    return Escapes.escape(Escapes.unescape(raw, from), Delimiters.STANDARD);
  }

  /// The delimiter that means the same with us, empty where it is none.
  private static String delimiter(char c, Delimiters from) {
    var to = Delimiters.STANDARD;
    if (c == from.component()) {
      return "" + to.component();
    }
    if (c == from.repetition()) {
      return "" + to.repetition();
    }
    return c == from.subcomponent() ? "" + to.subcomponent() : "";
  }
}
