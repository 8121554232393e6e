package vn.tia.fhir.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchPage.Hit;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Total;

/// Answers a query from one snapshot of the index.
record Pages(IndexSearcher searcher, SearchQuery query) {

  SearchPage answer() throws IOException {
    var lucene = Queries.of(query);
    var size = query.page().size();
    // One more than asked tells whether there is a next page, without counting.
    var found = found(lucene, size + 1);
    var hits = new ArrayList<Hit>();
    for (var doc : found.subList(0, Math.min(size, found.size()))) {
      hits.add(hit(doc));
    }
    Optional<ScoreDoc> last =
        found.size() > size && size > 0 ? Optional.of(found.get(size - 1)) : Optional.empty();
    return new SearchPage(
        hits, last.map(doc -> Sorts.key((FieldDoc) doc)), total(lucene, found.size()));
  }

  private List<ScoreDoc> found(Query lucene, int count) throws IOException {
    var documents = searcher.getIndexReader().maxDoc();
    if (documents == 0) {
      return List.of();
    }
    var page = query.page();
    var after = page.after().map(key -> Sorts.hit(key, page.sort(), documents - 1));
    if (FewHits.sortBy(page.sort())) {
      var few = new FewHits(searcher, page.sort());
      var all = few.of(lucene);
      if (all.isPresent()) {
        return all.get().stream()
            .filter(hit -> after.isEmpty() || few.order().compare(hit, after.get()) > 0)
            .limit(count).map(ScoreDoc.class::cast).toList();
      }
    }
    var top = searcher.searchAfter(
        after.orElse(null), lucene, count, Sorts.of(page.sort()));
    return List.of(top.scoreDocs);
  }

  private OptionalLong total(Query lucene, int found) throws IOException {
    var page = query.page();
    if (page.total() == Total.COUNTED) {
      return OptionalLong.of(searcher.count(lucene));
    }
    var isAll = page.after().isEmpty() && found <= page.size();
    return isAll ? OptionalLong.of(found) : OptionalLong.empty();
  }

  private Hit hit(ScoreDoc doc) throws IOException {
    var leaves = searcher.getIndexReader().leaves();
    var leaf = leaves.get(ReaderUtil.subIndex(doc.doc, leaves));
    var local = doc.doc - leaf.docBase;
    var versions = DocValues.getNumeric(leaf.reader(), Fields.VERSION);
    if (!(last(doc) instanceof BytesRef path) || !versions.advanceExact(local)) {
      throw new IOException("document %d has no key or no version".formatted(doc.doc));
    }
    var key = link(path);
    return new Hit(key.type(), key.id(), versions.longValue(), links(leaf, local));
  }

  /// The key, which tells hits of one place in the order apart: the last that they are sorted by.
  private static @Nullable Object last(ScoreDoc doc) {
    var fields = ((FieldDoc) doc).fields;
    return fields[fields.length - 1];
  }

  private Map<String, List<Link>> links(LeafReaderContext leaf, int local) throws IOException {
    var links = new HashMap<String, List<Link>>();
    for (var param : query.links()) {
      var targets = new ArrayList<Link>();
      var values = DocValues.getSortedSet(leaf.reader(), Fields.link(param));
      if (values.advanceExact(local)) {
        for (int i = 0; i < values.docValueCount(); i++) {
          targets.add(link(values.lookupOrd(values.nextOrd())));
        }
      }
      links.put(param, List.copyOf(targets));
    }
    return links;
  }

  private static Link link(BytesRef path) {
    var text = path.utf8ToString();
    var slash = text.indexOf('/');
    return new Link(text.substring(0, slash), text.substring(slash + 1));
  }
}
