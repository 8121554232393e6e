package vn.tia.dicom.deidentify;

/// What is done to an attribute (PS3.15 table E.1-1a).
enum Action {
  /// Take it away.
  REMOVE,
  /// Leave it without a value.
  EMPTY,
  /// Put a value in its place that means nothing.
  DUMMY,
  /// Put another UID in its place, the same for the same.
  UID,
  /// Leave it; what a sequence holds is treated by its own rules.
  KEEP,
  /// Take out of it what points at persons.
  CLEAN;

  /// The action of a code of the Basic Profile.
  ///
  /// Where the table leaves a choice to the type that an attribute has in an object, the one is
  /// taken that suits every type: an object that was valid stays so.
  static Action of(String code) {
    return switch (code) {
      case "X" -> REMOVE;
      case "Z", "X/Z" -> EMPTY;
      case "D", "Z/D", "X/D", "X/Z/D" -> DUMMY;
      case "U" -> UID;
      case "X/Z/U*", "K" -> KEEP;
      case "C" -> CLEAN;
      default -> throw new IllegalArgumentException("no code of the profile: " + code);
    };
  }
}
