package vn.tia.fhir.search;

import static vn.tia.fhir.search.IndexDocuments.day;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;

/// An index to be filled and asked.
public abstract class IndexFixture {
  static final Clause ALL = new Clause.Everything();

  protected SearchIndex index;

  /// An empty index.
  protected abstract SearchIndex create();

  /// The same index after its process died and came back.
  protected abstract SearchIndex reopen(SearchIndex index);

  @BeforeEach
  void open() {
    index = create();
  }

  @AfterEach
  void close() {
    index.close();
  }

  protected void put(IndexDocuments... documents) {
    var changes = new ArrayList<IndexChange>();
    for (var document : documents) {
      changes.add(document.put());
    }
    index.apply(changes);
    index.refresh();
  }

  protected List<String> ids(Clause clause) {
    return ids(clause, List.of(new Sort("_id", Sort.Kind.TEXT, Sort.Direction.ASCENDING)));
  }

  List<String> ids(Clause clause, List<Sort> sort) {
    return ids(search(clause, new Page(sort, 100, Optional.empty(), Total.WHEN_FREE)));
  }

  static List<String> ids(SearchPage page) {
    return page.hits().stream().map(SearchPage.Hit::id).toList();
  }

  SearchPage search(Clause clause, Page page) {
    return index.search(new SearchQuery("Patient", Set.of(1), clause, page, List.of()));
  }

  static Clause code(CodePattern pattern) {
    return new Clause.Code("code", pattern);
  }

  static Clause name(TextMatch match, String text) {
    return new Clause.Text("name", match, text);
  }

  static Clause date(RangeMatch match, String from, String to) {
    return new Clause.Period("date", match, day(from), day(to));
  }

  static Clause dose(double low, double high) {
    return new Clause.Amount("dose", RangeMatch.WITHIN, low, high);
  }
}
