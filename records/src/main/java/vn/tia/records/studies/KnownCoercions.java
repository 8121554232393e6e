package vn.tia.records.studies;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/// What has to be corrected in the studies that were asked for lately, each in the state that its
/// row and its patient's had then: whoever asks for image after image has it compared once.
final class KnownCoercions {

  /// Most have no edits at all; one with all of them has some 2 KB.
  private static final int STUDIES_MAX = 10_000;

  private record Known(String state, Coercion coercion) {}

  private final LongFunction<Coercion> rows;
  private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
      return size() > STUDIES_MAX;
    }
  };

  /// @param rows reads one, by the row of the study
  KnownCoercions(LongFunction<Coercion> rows) {
    this.rows = rows;
  }

  /// The coercion of a study in this state, or as it became since.
  ///
  /// @param state read before
  Coercion in(StudyState state) {
    synchronized (known) {
      var before = known.get(state.studyRow());
      if (before != null && before.state().equals(state.state())) {
        return before.coercion();
      }
    }
    var read = rows.apply(state.studyRow());
    synchronized (known) {
      known.put(state.studyRow(), new Known(state.state(), read));
    }
    return read;
  }
}
