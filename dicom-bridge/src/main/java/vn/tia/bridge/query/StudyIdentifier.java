package vn.tia.bridge.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
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

  /// How deep keys are read; nothing is matched by deeper ones.
  private static final int DEPTH_MAX = 4;

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
        new StudyQuery(listed(level), keys(identifier), names, dates, pageRows, 0)
            .withNestedKeys(nested(identifier)));
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
          var value = value(key);
          if (!value.isBlank()) {
            keys.put(key.tag(), value);
          }
        });
    return keys;
  }

  private static String value(Element key) {
    var value = String.join("\\", key.strings());
    if (value.indexOf('\0') >= 0) {
      throw new InvalidIdentifierException(key.tag(), "holds a NUL");
    }
    return value;
  }

  /// The keys within the one item that a sequence has in a query (PS3.4 section C.2.2.2.6).
  private static Map<AttributePath, String> nested(Dataset identifier) {
    Map<AttributePath, String> keys = new LinkedHashMap<>();
    within(identifier, List.of(), keys);
    return keys;
  }

  private static void within(
      Dataset item, List<AttributePath.Step> way, Map<AttributePath, String> keys) {
    item.elements().forEach(key -> {
      if (key.vr() == Vr.SQ && !key.items().isEmpty() && way.size() < DEPTH_MAX) {
        var steps = new ArrayList<>(way);
        steps.add(new AttributePath.Step(key.tag(), OptionalInt.empty()));
        within(key.items().getFirst(), steps, keys);
      } else if (!way.isEmpty() && key.vr() != Vr.SQ) {
        var value = value(key);
        if (!value.isBlank()) {
          keys.put(new AttributePath(way, key.tag()), value);
        }
      }
    });
  }
}
