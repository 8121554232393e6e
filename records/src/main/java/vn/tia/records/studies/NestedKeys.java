package vn.tia.records.studies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.studies.NewInstance.Key;

/// The matching keys within sequences: which sequences they are, at which level, and how their
/// values are kept. Codes, identifiers and UIDs are compared as they are, texts without accents
/// and case.
final class NestedKeys {

  /// Values that are no longer than a text of 64 characters can be: what is longer is no key.
  private static final int CHARS_MAX = 128;

  /// Keys of one instance; beyond it something else is told than how it is found.
  private static final int KEYS_MAX = 200;

  /// A code within a request is two sequences deep, its issuer's three.
  private static final int DEPTH_MAX = 3;

  private static final Set<Vr> KINDS = Set.of(
      Vr.AE, Vr.CS, Vr.DA, Vr.IS, Vr.LO, Vr.PN, Vr.SH, Vr.ST, Vr.UC, Vr.UI, Vr.UR, Vr.UT);

  private static final Map<QueryLevel, Set<Tag>> SEQUENCES = Map.of(
      QueryLevel.STUDY, Set.of(Tags.PROCEDURE_CODE_SEQUENCE,
          Tags.ADMITTING_DIAGNOSES_CODE_SEQUENCE, Tags.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE,
          Tags.REFERENCED_STUDY_SEQUENCE, Tags.REASON_FOR_PERFORMED_PROCEDURE_CODE_SEQUENCE,
          Tags.REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
          Tags.PHYSICIANS_OF_RECORD_IDENTIFICATION_SEQUENCE, Tags.OTHER_PATIENT_IDS_SEQUENCE,
          Tags.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
          Tags.ISSUER_OF_ADMISSION_ID_SEQUENCE),
      QueryLevel.SERIES, Set.of(Tags.REQUEST_ATTRIBUTES_SEQUENCE,
          Tags.PERFORMED_PROTOCOL_CODE_SEQUENCE, Tags.SERIES_DESCRIPTION_CODE_SEQUENCE,
          Tags.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE,
          Tags.PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE,
          Tags.OPERATOR_IDENTIFICATION_SEQUENCE, Tags.INSTITUTION_CODE_SEQUENCE),
      QueryLevel.INSTANCE, Set.of(Tags.ANATOMIC_REGION_SEQUENCE,
          Tags.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE, Tags.VIEW_CODE_SEQUENCE,
          Tags.CONCEPT_NAME_CODE_SEQUENCE, Tags.REFERENCED_REQUEST_SEQUENCE,
          Tags.PERFORMED_PROCEDURE_CODE_SEQUENCE, Tags.SPECIMEN_DESCRIPTION_SEQUENCE,
          Tags.DERIVATION_CODE_SEQUENCE));

  private NestedKeys() {}

  /// The level of a path's first sequence, empty where nothing is matched by the path.
  static Optional<QueryLevel> level(AttributePath path) {
    if (path.steps().isEmpty() || path.steps().size() > DEPTH_MAX
        || !KINDS.contains(Dictionary.vrOf(path.tag()))) {
      return Optional.empty();
    }
    var first = path.steps().getFirst().sequence();
    return SEQUENCES.entrySet().stream().filter(level -> level.getValue().contains(first))
        .map(Map.Entry::getKey).findFirst();
  }

  /// A path and a value as the tables have them; wildcards stay.
  static String key(AttributePath path, String value) {
    var way = new StringBuilder();
    path.steps().forEach(step -> way.append(step.sequence().digits()).append('.'));
    return way + path.tag().digits() + "=" + folded(Dictionary.vrOf(path.tag()), value);
  }

  private static String folded(Vr vr, String value) {
    return switch (vr) {
      case LO, PN, ST, UC, UT -> NameKey.fold(value);
      default -> value;
    };
  }

  /// Keeps the keys of new instances, with the next round trip of the running transaction.
  ///
  /// @param seriesOf the row ids of their series
  /// @param ids their own
  static void note(
      Database database, List<NewInstance> added, Map<Key, Long> seriesOf, Map<Key, Long> ids) {
    var rows = new Rows(seriesOf, ids);
    added.forEach(rows::add);
    if (rows.keys.isEmpty()) {
      return;
    }
    database.later("""
            WITH wanted (level, series_id, instance_id, key) AS (
              SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[])),
            studies AS (
              INSERT INTO study_key (key, study_id)
              SELECT DISTINCT w.key, s.study_id FROM wanted w JOIN series s ON s.id = w.series_id
              WHERE w.level = 'STUDY' ORDER BY 1, 2
              ON CONFLICT DO NOTHING),
            series AS (
              INSERT INTO series_key (key, series_id)
              SELECT DISTINCT key, series_id FROM wanted WHERE level = 'SERIES' ORDER BY 1, 2
              ON CONFLICT DO NOTHING)
            INSERT INTO instance_key (key, instance_id)
            SELECT DISTINCT key, instance_id FROM wanted WHERE level = 'INSTANCE' ORDER BY 1, 2
            ON CONFLICT DO NOTHING""",
        rows.levels.toArray(String[]::new), rows.series.toArray(Long[]::new),
        rows.instances.toArray(Long[]::new), rows.keys.toArray(String[]::new));
  }

  /// The keys of a batch; what instances of one study or series share stands here once.
  private static final class Rows {
    private final Set<String> seen = new TreeSet<>();
    private final Map<Key, Long> seriesOf;
    private final Map<Key, Long> ids;
    private final List<String> levels = new ArrayList<>();
    private final List<Long> series = new ArrayList<>();
    private final List<Long> instances = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    Rows(Map<Key, Long> seriesOf, Map<Key, Long> ids) {
      this.seriesOf = seriesOf;
      this.ids = ids;
    }

    void add(NewInstance instance) {
      SEQUENCES.forEach((level, sequences) -> {
        Set<String> found = new TreeSet<>();
        for (var sequence : sequences) {
          for (var item : instance.header().dataset().items(sequence)) {
            collect(item, sequence.digits() + ".", found);
          }
        }
        var owner = instance.facilityId() + "/" + switch (level) {
          case STUDY -> instance.study().uid();
          case SERIES -> instance.study().uid() + "/" + instance.series().uid();
          case INSTANCE -> instance.instance().sopInstanceUid();
        };
        found.stream().limit(KEYS_MAX).filter(key -> seen.add(owner + "/" + key)).forEach(key -> {
          levels.add(level.name());
          series.add(Objects.requireNonNull(seriesOf.get(instance.key())));
          instances.add(Objects.requireNonNull(ids.get(instance.key())));
          keys.add(key);
        });
      });
    }

    private static void collect(Dataset item, String way, Set<String> found) {
      item.elements().forEach(element -> {
        if (element.vr() == Vr.SQ && way.length() < DEPTH_MAX * 9) {
          element.items().forEach(
              inner -> collect(inner, way + element.tag().digits() + ".", found));
        } else if (KINDS.contains(element.vr()) && !QueryKey.hasColumn(way, element.tag())) {
          values(element).forEach(value -> found.add(
              way + element.tag().digits() + "=" + folded(element.vr(), value)));
        }
      });
    }

    private static List<String> values(Element element) {
      return element.strings().stream()
          .map(value -> value.replace("\0", "").strip())
          .filter(value -> !value.isEmpty() && value.length() <= CHARS_MAX)
          .toList();
    }
  }
}
