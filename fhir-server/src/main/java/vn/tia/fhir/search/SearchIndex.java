package vn.tia.fhir.search;

import java.util.List;
import java.util.Optional;

/// Where FHIR searches are answered from: a versioned cache of the current resources.
///
/// One feeder calls [#apply], [#reached], [#refresh] and [#commit]; any thread may search.
public interface SearchIndex extends SearchAnswers, AutoCloseable {

  /// The outbox position up to which this index holds every change, empty where it must be
  /// built anew from the records: it is missing, of an older layout, damaged or half built.
  Optional<String> cursor();

  /// Takes changes in. A change older than what the index has of that resource is ignored.
  void apply(List<IndexChange> changes);

  /// Notes that all changes up to this outbox position have been applied.
  ///
  /// The note becomes durable with the changes themselves, never before them.
  void reached(String cursor);

  /// Makes all applied changes visible to searches that start from now on.
  void refresh();

  /// Makes all applied changes, and the position reached, survive a crash.
  void commit();

  /// Forgets everything, the position too: the start of a rebuild.
  void clear();

  /// The set of search parameters that it is for. Where that changes it is told before the first
  /// search is answered so.
  String parameters();

  /// Says which set of search parameters is wanted now. Where another process shares this index and
  /// has built it for that set, this one goes on with what was built.
  default void expect(String wanted) {}

  /// Under what name other processes answer from this very index; empty where it is one's own.
  default Optional<String> sharedAs() {
    return Optional.empty();
  }

  /// Goes on with what another process has built meanwhile, where it has.
  default void lookAgain() {}

  /// An empty index beside this one, fed by its own calls and not searched yet. What an earlier
  /// call made, and [#takeOver] did not take, is dropped.
  ///
  /// @param parameters names the set of search parameters that it is for
  SearchIndex beside(String parameters);

  /// Answers from now on what the other one, made by [#beside], has, and takes its position;
  /// what this one held is dropped. The other one must not be used any more. Survives a crash
  /// as a whole or not at all.
  void takeOver(SearchIndex built);

  @Override
  void close();
}
