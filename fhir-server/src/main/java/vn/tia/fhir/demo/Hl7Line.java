package vn.tia.fhir.demo;

import java.util.List;
import java.util.stream.Stream;

/// One segment of an HL7 v2 message as a person reads it: its fields by number.
record Hl7Line(List<String> parts) {

  /// The first segment with this name; without fields where the message has none.
  static Hl7Line of(String message, String name) {
    return Stream.of(message.split("\r"))
        .filter(line -> line.startsWith(name + "|"))
        .findFirst()
        .map(line -> new Hl7Line(List.of(line.split("\\|", -1))))
        .orElse(new Hl7Line(List.of(name)));
  }

  /// The field with this number, blank where it is absent. MSH-1 is the separator itself.
  String field(int number) {
    int index = parts.getFirst().equals("MSH") ? number - 1 : number;
    return index < parts.size() ? parts.get(index) : "";
  }

  /// A segment with these fields, each given as its number and its text. MSH starts at MSH-2.
  static String write(String name, Object... numbersAndTexts) {
    var line = new StringBuilder(name);
    int at = name.equals("MSH") ? 1 : 0;
    for (int i = 0; i < numbersAndTexts.length; i += 2) {
      for (int number = (Integer) numbersAndTexts[i]; at < number; at++) {
        line.append('|');
      }
      line.append(numbersAndTexts[i + 1]);
    }
    return line.toString();
  }
}
