package vn.tia.dicom.deidentify;

import java.util.Arrays;
import java.util.Optional;

/// What the options of PS3.15 section E.3 let stay of what the Basic Profile takes away.
public enum Retain {
  UIDS("uids", "113110", "Retain UIDs Option"),
  /// All dates of a patient are moved by one number of days, so that their distances stay.
  DATES("dates", "113107",
      "Retain Longitudinal Temporal Information Modified Dates Option"),
  DEVICE("device", "113109", "Retain Device Identity Option"),
  INSTITUTION("institution", "113112", "Retain Institution Identity Option"),
  CHARACTERISTICS("characteristics", "113108", "Retain Patient Characteristics Option"),
  SAFE_PRIVATE("private", "113111", "Retain Safe Private Option"),
  /// Not the option of the standard, which promises more than a program can that doesn't know all
  /// names: descriptions lose what the object itself says of persons and places, and long numbers.
  DESCRIPTORS("descriptors", "", "Descriptors cleaned of names and numbers in the object");

  private final String word;
  private final String code;
  private final String meaning;

  Retain(String word, String code, String meaning) {
    this.word = word;
    this.code = code;
    this.meaning = meaning;
  }

  /// The option of a word such as `uids`.
  public static Optional<Retain> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  /// How it is called on a command line and in the table of the profile.
  public String word() {
    return word;
  }

  /// The code value of CID 7050, empty where the standard has none for what is done.
  Optional<String> code() {
    return code.isEmpty() ? Optional.empty() : Optional.of(code);
  }

  String meaning() {
    return meaning;
  }
}
