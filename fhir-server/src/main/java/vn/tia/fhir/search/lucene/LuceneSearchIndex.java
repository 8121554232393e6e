package vn.tia.fhir.search.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.store.AlreadyClosedException;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;

/// The search index in Lucene directories on local disk, of which one is live and another may be
/// being built beside it.
///
/// Changes are taken from one thread per build; searches may come from any.
public final class LuceneSearchIndex implements SearchIndex {
  private final Generations generations;
  private volatile Generation live;
  private volatile String parameters;
  private long number;
  private Optional<LuceneSearchIndex> beside = Optional.empty();

  private LuceneSearchIndex(Generations generations, long number, String parameters) {
    this.generations = generations;
    this.number = number;
    this.parameters = parameters;
    this.live = Generation.open(generations.folder(number), parameters);
  }

  /// Opens the index in this directory; one that is damaged or of another layout is emptied,
  /// which its missing [#cursor] tells.
  ///
  /// @param parameters names the set of search parameters; another set makes another layout
  public static LuceneSearchIndex open(Path path, String parameters) {
    try {
      Files.createDirectories(path);
      var generations = new Generations(path);
      var current = generations.current();
      generations.sweep(current);
      return new LuceneSearchIndex(generations, current, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("the search index cannot be opened", e);
    }
  }

  @Override
  public Optional<String> cursor() {
    return live.cursor();
  }

  @Override
  public void apply(List<IndexChange> changes) {
    live.apply(changes);
  }

  @Override
  public void reached(String position) {
    live.reached(position);
  }

  @Override
  public void refresh() {
    live.refresh();
  }

  @Override
  public void commit() {
    live.commit();
  }

  @Override
  public void clear() {
    live.clear();
  }

  @Override
  public SearchPage search(SearchQuery query) {
    while (true) {
      var asked = live;
      try {
        return asked.search(query);
      } catch (AlreadyClosedException closed) {
        // Another build took over between the look and the question.
        if (asked == live) {
          throw closed;
        }
      }
    }
  }

  @Override
  public String parameters() {
    return parameters;
  }

  @Override
  public synchronized SearchIndex beside(String others) {
    beside.ifPresent(LuceneSearchIndex::abandon);
    var next = number + 1;
    try {
      generations.sweep(number);
    } catch (IOException e) {
      throw new UncheckedIOException("an unfinished search index cannot be dropped", e);
    }
    var built = new LuceneSearchIndex(generations, next, others);
    beside = Optional.of(built);
    return built;
  }

  @Override
  public synchronized void takeOver(SearchIndex built) {
    var next = beside.filter(one -> one == built).orElseThrow(() ->
        new IllegalArgumentException("this index was not made beside the live one, or dropped"));
    beside = Optional.empty();
    var old = live;
    try {
      next.commit();
      generations.promote(next.number);
      // Before the build itself: see SearchIndex.parameters.
      parameters = next.parameters;
      live = next.live;
      number = next.number;
      old.close();
      generations.sweep(number);
    } catch (IOException e) {
      throw new UncheckedIOException("the new search index could not take over", e);
    }
  }

  private void abandon() {
    live.close();
  }

  /// Commits and lets go of the directories.
  @Override
  public synchronized void close() {
    beside.ifPresent(LuceneSearchIndex::abandon);
    beside = Optional.empty();
    live.commit();
    live.close();
  }
}
