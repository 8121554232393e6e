package vn.tia.bridge.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudyQuery.DateMatching;
import vn.tia.records.studies.StudyQuery.NameMatching;

/// The identifier of a C-FIND, read and checked.
///
/// @param level what is listed
/// @param query what is asked of the records; at the level of patients for their studies
record StudyIdentifier(Level level, StudyQuery query) {

  /// What stands in an identifier beside the keys.
  private static final Set<Tag> NO_KEYS = Set.of(Tags.QUERY_RETRIEVE_LEVEL,
      Tags.SPECIFIC_CHARACTER_SET, Tags.TIMEZONE_OFFSET_FROM_UTC, Tags.RETRIEVE_AE_TITLE);

  /// @throws InvalidIdentifierException if it doesn't fit the model, or a value is none for its key
  static StudyIdentifier read(
      Dataset identifier, InformationModel model, QueryOptions options, int pageRows) {
    var level = Level.of(identifier, model);
    if (!options.has(Option.RELATIONAL_QUERIES)) {
      level.requireAbove(identifier, model);
    }
    var names = options.has(Option.FUZZY_PERSON_NAMES) ? NameMatching.FUZZY : NameMatching.WORDS;
    var dates = options.has(Option.DATE_TIME_MATCHING)
        ? DateMatching.COMBINED : DateMatching.SEPARATE;
    return new StudyIdentifier(level,
        new StudyQuery(listed(level), keys(identifier), names, dates, pageRows, 0));
  }

  private static QueryLevel listed(Level level) {
    return switch (level) {
      case PATIENT, STUDY -> QueryLevel.STUDY;
      case SERIES -> QueryLevel.SERIES;
      case IMAGE -> QueryLevel.INSTANCE;
    };
  }

  private static Map<Tag, String> keys(Dataset identifier) {
    Map<Tag, String> keys = new LinkedHashMap<>();
    identifier.elements()
        .filter(key -> key.vr() != Vr.SQ && !NO_KEYS.contains(key.tag()))
        .forEach(key -> {
          var value = String.join("\\", key.strings());
          if (value.indexOf('\0') >= 0) {
            throw new InvalidIdentifierException(key.tag(), "holds a NUL");
          }
          if (!value.isBlank()) {
            keys.put(key.tag(), value);
          }
        });
    return keys;
  }
}
