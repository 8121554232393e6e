package vn.tia.fhir.search.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;

/// One build of the index: a Lucene directory, its writer and its searchers.
///
/// The outbox position is part of Lucene's commit, so that changes and position survive a crash
/// together or not at all.
final class Generation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
  private static final String CURSOR = "cursor";
  private static final String LAYOUT = "layout";

  /// Heap for documents not yet in a segment: some 30,000 resources between two flushes.
  private static final double BUFFER_MEGABYTES = 64;

  /// The version of what is not in the index.
  private static final long NOTHING = Long.MIN_VALUE;

  /// Fewer changes are read by one thread sooner than by several.
  private static final int PARALLEL_MIN = 50;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final String layout;
  // Versions applied since the last refresh, which the searcher doesn't see yet.
  private final Map<String, Long> unseen = new HashMap<>();
  private Optional<String> cursor;
  private boolean isInDoubt;

  private Generation(Directory directory, String layout) throws IOException {
    this.directory = directory;
    this.layout = layout;
    this.writer = new IndexWriter(directory, new IndexWriterConfig()
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setCommitOnClose(false));
    this.searchers = new SearcherManager(writer, new SearcherFactory());
    this.cursor = Optional.ofNullable(commitData().get(CURSOR));
    if (!layout.equals(commitData().get(LAYOUT)) || cursor.isEmpty()) {
      clear();
    }
  }

  /// Opens the index in this directory; one that is damaged or of another layout is emptied,
  /// which its missing [#cursor] tells.
  static Generation open(Path path, String parameters) {
    var layout = Fields.LAYOUT + " " + parameters;
    try {
      Files.createDirectories(path);
      if (!isReadable(path)) {
        LOG.warn("The search index cannot be read and will be rebuilt from the records.");
        Generations.wipe(path);
        Files.createDirectories(path);
      }
      return new Generation(FSDirectory.open(path), layout);
    } catch (IOException e) {
      throw new UncheckedIOException("the search index cannot be opened", e);
    }
  }

  private static boolean isReadable(Path path) throws IOException {
    try (var directory = FSDirectory.open(path)) {
      if (directory.listAll().length == 0) {
        return true;
      }
      try (var reader = DirectoryReader.open(directory)) {
        for (var leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
        return true;
      } catch (IOException | IllegalArgumentException | IllegalStateException damaged) {
        return directory.listAll().length == 1 && directory.listAll()[0].equals("write.lock");
      }
    }
  }

  private Map<String, String> commitData() {
    var data = new HashMap<String, String>();
    var committed = writer.getLiveCommitData();
    if (committed != null) {
      committed.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  synchronized Optional<String> cursor() {
    return cursor;
  }

  /// Takes changes in: which of them are news is asked in their order, the documents are then made
  /// and written by all processors.
  synchronized void apply(List<IndexChange> changes) {
    attempt("take changes in", () -> {
      var news = new LinkedHashMap<String, Taken>();
      for (var change : changes) {
        news(change).ifPresent(one -> news.merge(one.key(), one, Taken::after));
      }
      try {
        (news.size() < PARALLEL_MIN
            ? news.values().stream() : List.copyOf(news.values()).parallelStream())
            .forEach(this::write);
      } catch (RuntimeException failure) {
        // They come again: which of them are in already is not known until the next refresh.
        news.keySet().forEach(unseen::remove);
        isInDoubt = true;
        throw failure;
      }
    });
  }

  /// A change that is to be written, and whether anything stands under its key.
  private record Taken(String key, IndexChange change, boolean isFirst) {
    /// The later of two in one batch, in the place of the earlier one.
    Taken after(Taken later) {
      return new Taken(key, later.change, isFirst);
    }
  }

  private void write(Taken one) {
    switch (one.change()) {
      case IndexChange.Put(var put) -> {
        try {
          write(one, Documents.of(put));
        } catch (IllegalArgumentException refused) {
          // One that Lucene doesn't take must not hold back all that come after it.
          LOG.error("A {} can be found by its id only, Lucene refuses its values: {}", put.type(),
              refused.getClass().getName());
          write(one, Documents.of(new IndexDocument(put.type(), put.id(), put.version(),
              put.facilityId(), put.lastUpdated(), Map.of())));
        }
      }
      case IndexChange.Remove(var type, var id, var version) ->
          write(one, Documents.tombstone(type, id, version));
    }
  }

  private void write(Taken one, Document document) {
    try {
      if (one.isFirst() && !isInDoubt) {
        // Spares Lucene to look for what it has to replace, in each segment.
        writer.addDocument(document);
      } else {
        writer.updateDocument(new Term(Fields.KEY, one.key()), document);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The change, where it is newer than what the index has.
  private Optional<Taken> news(IndexChange change) throws IOException {
    var key = Fields.key(change.type(), change.id());
    var known = unseen.containsKey(key) ? unseen.get(key) : indexedVersion(key);
    if (change.version() <= known) {
      return Optional.empty();
    }
    unseen.put(key, change.version());
    return Optional.of(new Taken(key, change, known == NOTHING));
  }

  private long indexedVersion(String key) throws IOException {
    var searcher = searchers.acquire();
    try {
      for (var leaf : searcher.getIndexReader().leaves()) {
        var postings = leaf.reader().postings(new Term(Fields.KEY, key), PostingsEnum.NONE);
        if (postings == null) {
          continue;
        }
        var versions = DocValues.getNumeric(leaf.reader(), Fields.VERSION);
        var live = leaf.reader().getLiveDocs();
        while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          var isLive = live == null || live.get(postings.docID());
          if (isLive && versions.advanceExact(postings.docID())) {
            return versions.longValue();
          }
        }
      }
      return NOTHING;
    } finally {
      searchers.release(searcher);
    }
  }

  synchronized void reached(String position) {
    cursor = Optional.of(position);
  }

  synchronized void refresh() {
    attempt("make changes visible", searchers::maybeRefreshBlocking);
    unseen.clear();
    isInDoubt = false;
  }

  synchronized void commit() {
    var data = new HashMap<String, String>();
    data.put(LAYOUT, layout);
    cursor.ifPresent(position -> data.put(CURSOR, position));
    attempt("commit", () -> {
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
    });
  }

  synchronized void clear() {
    cursor = Optional.empty();
    attempt("clear", () -> {
      writer.deleteAll();
      searchers.maybeRefreshBlocking();
    });
    unseen.clear();
    commit();
  }

  SearchPage search(SearchQuery query) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return new Pages(searcher, query).answer();
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the search index could not answer", e);
    }
  }

  /// Lets go of the directory; what was not committed is lost.
  @Override
  public synchronized void close() {
    attempt("close", () -> {
      searchers.close();
      writer.rollback();
      directory.close();
    });
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void attempt(String what, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the search index could not " + what, e);
    }
  }
}
