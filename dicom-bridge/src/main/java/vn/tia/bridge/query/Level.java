package vn.tia.bridge.query;

import java.util.Arrays;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// A level of Query/Retrieve with its unique key (PS3.4 section C.6).
public enum Level {
  PATIENT(Tags.PATIENT_ID),
  STUDY(Tags.STUDY_INSTANCE_UID),
  SERIES(Tags.SERIES_INSTANCE_UID),
  IMAGE(Tags.SOP_INSTANCE_UID);

  private final Tag uniqueKey;

  Level(Tag uniqueKey) {
    this.uniqueKey = uniqueKey;
  }

  public Tag uniqueKey() {
    return uniqueKey;
  }

  /// The level that an identifier asks for, in a model that has it.
  ///
  /// @throws InvalidIdentifierException if it names none, or none of the model
  public static Level of(Dataset identifier, InformationModel model) {
    return identifier.string(Tags.QUERY_RETRIEVE_LEVEL).flatMap(Level::named)
        .filter(model::has)
        .orElseThrow(() -> new InvalidIdentifierException(Tags.QUERY_RETRIEVE_LEVEL,
            "names no level of this information model"));
  }

  private static Optional<Level> named(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equals(name.strip())).findFirst();
  }

  /// Demands one value of the unique key of each level above (PS3.4 section C.4.1.2.1).
  ///
  /// @throws InvalidIdentifierException if one is missing, or has several values or wildcards
  public void requireAbove(Dataset identifier, InformationModel model) {
    for (var upper : model.above(this)) {
      var values = identifier.strings(upper.uniqueKey());
      if (values.size() != 1 || values.getFirst().isBlank()
          || values.getFirst().matches(".*[*?].*")) {
        throw new InvalidIdentifierException(upper.uniqueKey(),
            "needs one value in a hierarchical query");
      }
    }
  }
}
