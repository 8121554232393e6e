package vn.tia.dicom.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomParseException.Reason;
import vn.tia.dicom.io.FileReading;
import vn.tia.dicom.io.ItemReading;
import vn.tia.dicom.io.ReadProblem;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.io.Salvaged;

/// Puts the records of a DICOMDIR together, by their offsets or, failing these, by their types.
final class DirectoryReading {
  /// Deeper than any hierarchy of record types; recursion follows it.
  private static final int DEPTH_MAX = 32;
  private static final int NOT_IN_USE = 0;
  private static final List<String> LEVELS = List.of("PATIENT", "STUDY", "SERIES");
  private static final String PATH = Tags.DIRECTORY_RECORD_SEQUENCE.toString();

  private final Map<Long, Dataset> records = new LinkedHashMap<>();
  private final Set<Long> placed = new HashSet<>();
  private final List<ReadProblem> problems = new ArrayList<>();

  private DirectoryReading() {}

  static Salvaged<Dicomdir> read(InputStream in) throws IOException {
    var settings = ReadSettings.DEFAULT.stoppingBefore(Tags.DIRECTORY_RECORD_SEQUENCE);
    DatasetReader reader = FileReading.start(in, settings).dataset().notingProblems();
    var reading = new DirectoryReading();
    Dataset head = reader.read();
    boolean hasRecords = reader.next()
        .filter(at -> at.tag().equals(Tags.DIRECTORY_RECORD_SEQUENCE)).isPresent();
    if (!hasRecords) {
      reading.problem(reader.position(), "there is no directory record sequence");
    }
    for (Optional<ItemReading> item = hasRecords ? reader.nextItem() : Optional.empty();
        item.isPresent(); item = reader.nextItem()) {
      reading.records.put(item.get().offset(), item.get().dataset());
    }
    List<DirectoryRecord> roots = reading.tree(head);
    reading.problems.addAll(0, reader.problems());
    return new Salvaged<>(
        new Dicomdir(head.string(Tags.FILE_SET_ID).orElse(""), roots), reading.problems);
  }

  private void problem(long offset, String what) {
    problems.add(new ReadProblem(Reason.MALFORMED, offset, PATH, what));
  }

  private List<DirectoryRecord> tree(Dataset head) {
    long first = head.whole(
        Tags.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY).orElse(0);
    List<DirectoryRecord> roots = entity(first, 0);
    long inUse = records.values().stream().filter(DirectoryReading::isInUse).count();
    if (placed.size() < inUse) {
      problem(first, "%d of %d records are reached by no offset".formatted(
          inUse - placed.size(), inUse));
    }
    // A directory whose offsets lead nowhere is read by the order of its records.
    return roots.isEmpty() && inUse > 0 ? byType() : roots;
  }

  /// The records from an offset on, each with what is below it.
  private List<DirectoryRecord> entity(long first, int depth) {
    var entity = new ArrayList<DirectoryRecord>();
    long offset = first;
    while (offset != 0) {
      Dataset record = records.get(offset);
      if (record == null || !placed.add(offset) || depth == DEPTH_MAX) {
        problem(offset, record == null ? "an offset leads to no record"
            : "an offset leads to a record a second time, or too deep");
        break;
      }
      if (isInUse(record)) {
        long below = record.whole(
            Tags.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY).orElse(0);
        entity.add(record(record, entity(below, depth + 1)));
      } else {
        // Passed over, and taken out so that a ring of such records ends too.
        placed.remove(offset);
        records.remove(offset);
      }
      offset = record.whole(Tags.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD).orElse(0);
    }
    return entity;
  }

  private static boolean isInUse(Dataset record) {
    return record.integer(Tags.RECORD_IN_USE_FLAG).orElse(0xFFFF) != NOT_IN_USE;
  }

  private static DirectoryRecord record(Dataset record, List<DirectoryRecord> below) {
    return new DirectoryRecord(
        record.string(Tags.DIRECTORY_RECORD_TYPE).orElse(""), record, below);
  }

  private List<DirectoryRecord> byType() {
    List<Dataset> inOrder = records.values().stream().filter(DirectoryReading::isInUse).toList();
    return level(inOrder, 0);
  }

  private static int level(Dataset record) {
    int level = LEVELS.indexOf(record.string(Tags.DIRECTORY_RECORD_TYPE).orElse(""));
    return level < 0 ? LEVELS.size() : level;
  }

  /// The records of one level, each with those that follow it on lower ones.
  private static List<DirectoryRecord> level(List<Dataset> records, int level) {
    var found = new ArrayList<DirectoryRecord>();
    int from = 0;
    while (from < records.size()) {
      int to = from + 1;
      int here = Math.max(level, level(records.get(from)));
      while (to < records.size() && level(records.get(to)) > here) {
        to++;
      }
      found.add(record(records.get(from), level(records.subList(from + 1, to), here + 1)));
      from = to;
    }
    return found;
  }
}
