package vn.tia.dicom.json;

import java.util.Set;

/// Where in a JSON text something stands, told without repeating foreign text.
record JsonPath(String value) {
  static final JsonPath TOP = new JsonPath("");

  private static final Set<String> WORDS = Set.of("vr", "Value", "InlineBinary", "BulkDataURI",
      "Alphabetic", "Ideographic", "Phonetic");

  JsonPath key(String key) {
    return new JsonPath(value + "/" + (WORDS.contains(key) || isTag(key) ? key : "?"));
  }

  JsonPath index(int index) {
    return new JsonPath(value + "/" + index);
  }

  DicomJsonException error(String what) {
    return new DicomJsonException(value, what);
  }

  /// Whether a key has the form of a tag: eight hexadecimal digits.
  static boolean isTag(String key) {
    if (key.length() != 8) {
      return false;
    }
    for (int i = 0; i < 8; i++) {
      if (Character.digit(key.charAt(i), 16) < 0 || key.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }
}
