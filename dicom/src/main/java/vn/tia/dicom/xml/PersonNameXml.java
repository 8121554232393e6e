package vn.tia.dicom.xml;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.PersonName;

/// Reads a name: up to three writings, each of up to five components.
final class PersonNameXml {
  private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
  private static final List<String> COMPONENTS =
      List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

  private PersonNameXml() {}

  /// The name in hand as the value of a PN.
  static String read(XmlCursor xml) throws IOException {
    Map<String, PersonName.Group> groups = new HashMap<>();
    Optional<String> name = xml.nextChild();
    while (name.isPresent()) {
      if (!GROUPS.contains(name.get()) || groups.put(name.get(), group(xml)) != null) {
        throw xml.error("a writing of a name stands here that the model doesn't have, or twice");
      }
      name = xml.nextChild();
    }
    return new PersonName(of(groups, 0), of(groups, 1), of(groups, 2)).toValue();
  }

  private static PersonName.Group of(Map<String, PersonName.Group> groups, int index) {
    return groups.getOrDefault(GROUPS.get(index), PersonName.Group.EMPTY);
  }

  private static PersonName.Group group(XmlCursor xml) throws IOException {
    Map<String, String> components = new HashMap<>();
    Optional<String> name = xml.nextChild();
    while (name.isPresent()) {
      String text = COMPONENTS.contains(name.get()) ? xml.text() : "^";
      if (text.indexOf('^') >= 0 || text.indexOf('=') >= 0 || text.indexOf('\\') >= 0) {
        throw xml.error("a component of a name is none of the model, or holds a delimiter");
      }
      if (components.put(name.get(), text) != null) {
        throw xml.error("a component of a name stands here twice");
      }
      name = xml.nextChild();
    }
    List<String> five =
        COMPONENTS.stream().map(part -> components.getOrDefault(part, "")).toList();
    return new PersonName.Group(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
  }
}
