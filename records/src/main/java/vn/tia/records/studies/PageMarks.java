package vn.tia.records.studies;

import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.tia.records.access.Access;

/// Where the pages that were given ended: the next page begins behind the last row of the one
/// before, and costs what that one did, however far down it is.
///
/// Clients page by counting rows (`offset`). A mark tells which row a count stands for; where there
/// is none, the rows in between are counted anew. It holds for a while only, since the count of a
/// row changes when studies come in.
final class PageMarks {

  /// How many searches are remembered; the least used goes first.
  private static final int QUERIES_MAX = 200;

  /// How many pages of a search; with all searches at most some ten megabytes.
  private static final int MARKS_MAX = 500;

  /// As long as somebody reads a page.
  private static final Duration AGE_MAX = Duration.ofMinutes(10);

  /// The last row of a page.
  ///
  /// @param rows how many rows of its study were given
  record Mark(LocalDate date, long study, long rows) {}

  /// Where to begin: behind the mark, or at the top, with rows to be passed over.
  record Start(Optional<Mark> mark, long left) {

    /// How many rows are passed over from the first of the mark's study.
    long offset() {
      return left + mark.map(Mark::rows).orElse(0L);
    }

    /// How many rows of this study stand before the page, empty where nobody counted them.
    private Optional<Long> before(long study) {
      if (mark.isPresent() && mark.get().study() == study) {
        return Optional.of(offset());
      }
      return left == 0 ? Optional.of(0L) : Optional.empty();
    }
  }

  private record Asked(StudyQuery query, Access access) {
    static Asked of(StudyQuery query, Access access) {
      return new Asked(query.page(0, 0), access);
    }
  }

  private record Kept(Mark mark, long nanoTime) {}

  private final Map<Asked, TreeMap<Integer, Kept>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, TreeMap<Integer, Kept>> eldest) {
          return size() > QUERIES_MAX;
        }
      };

  /// The nearest place from which the page of a query can be reached.
  synchronized Start before(StudyQuery query, Access access) {
    var marks = query.offset() == 0 ? null : known.get(Asked.of(query, access));
    var entry = marks == null ? null : marks.floorEntry(query.offset());
    if (entry == null || isOld(entry.getValue())) {
      return new Start(Optional.empty(), query.offset());
    }
    return new Start(
        Optional.of(entry.getValue().mark()), query.offset() - (long) entry.getKey());
  }

  /// Remembers where a page ended, behind each of its last two rows: who asks for one row more than
  /// is shown goes on before that.
  void ended(StudyQuery query, Access access, Start start, List<StudySearch.Row> rows) {
    for (int count = Math.max(1, rows.size() - 1); count <= rows.size(); count++) {
      var last = rows.get(count - 1);
      int first = count - 1;
      while (first > 0 && rows.get(first - 1).study() == last.study()) {
        first--;
      }
      var before = first == 0 ? start.before(last.study()) : Optional.of(0L);
      if (before.isPresent()) {
        keep(Asked.of(query, access), query.offset() + count,
            new Mark(last.date(), last.study(), before.get() + count - first));
      }
    }
  }

  private synchronized void keep(Asked asked, int offset, Mark mark) {
    var marks = known.computeIfAbsent(asked, _ -> new TreeMap<>());
    marks.put(offset, new Kept(mark, System.nanoTime()));
    if (marks.size() > MARKS_MAX) {
      marks.pollFirstEntry();
    }
  }

  private static boolean isOld(Kept kept) {
    return System.nanoTime() - kept.nanoTime()
        > AGE_MAX.toNanos();
  }
}
