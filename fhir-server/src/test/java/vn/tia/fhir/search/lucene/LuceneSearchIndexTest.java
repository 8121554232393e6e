package vn.tia.fhir.search.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexDocuments;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchIndexContract;

class LuceneSearchIndexTest extends SearchIndexContract {
  @TempDir
  Path directory;

  private int copies;

  @Override
  protected SearchIndex create() {
    return LuceneSearchIndex.open(directory.resolve("0"), "set 1");
  }

  /// What a crash leaves behind is what is on disk at that moment.
  @Override
  protected SearchIndex reopen(SearchIndex index) {
    var copy = copy();
    index.close();
    return LuceneSearchIndex.open(copy, "set 1");
  }

  private Path copy() {
    var from = directory.resolve(Integer.toString(copies++));
    var to = directory.resolve(Integer.toString(copies));
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A code may be longer than Lucene takes; that holds back nobody else of the batch.
  @Test
  void findsByItsIdWhatLuceneRefuses() {
    var all = new ArrayList<IndexDocuments>();
    for (int i = 10; i < 90; i++) {
      all.add(IndexDocuments.document("d" + i).named("Hường").with("identifier",
          new IndexValue.Code("", i == 33 ? "x".repeat(40_000) : "n" + i)));
    }
    put(all.toArray(IndexDocuments[]::new));

    assertThat(ids(new Clause.Ids(Set.of("d32", "d33", "d34"))))
        .containsExactly("d32", "d33", "d34");
    assertThat(ids(new Clause.Text("name", Clause.TextMatch.START, "huong")))
        .hasSize(79).doesNotContain("d33");
  }

  @Test
  void beginsAnewWithAnotherSetOfParameters() {
    put(IndexDocuments.document("a"));
    index.reached("5");
    index.commit();
    var copy = copy();

    try (var other = LuceneSearchIndex.open(copy, "set 2")) {
      assertThat(other.cursor()).isEmpty();
    }
  }

  @Test
  void beginsAnewWhenItsFilesAreDamaged() throws IOException {
    put(IndexDocuments.document("a"));
    index.reached("5");
    index.commit();
    for (var damage : List.of("_0.cfs", "segments_")) {
      var copy = copy();
      flipAByte(copy, damage);

      try (var opened = LuceneSearchIndex.open(copy, "set 1")) {
        assertThat(opened.cursor()).as(damage).isEmpty();
      }
    }
  }

  private static void flipAByte(Path copy, String name) throws IOException {
    try (var files = Files.list(copy.resolve("0"))) {
      var file = files.filter(path -> path.getFileName().toString().startsWith(name))
          .findFirst().orElseThrow();
      var bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 0x40;
      Files.write(file, bytes);
    }
  }

  @Test
  void keepsEverythingWhenClosedInPeace() {
    put(IndexDocuments.document("a"));
    index.reached("5");
    index.close();

    index = LuceneSearchIndex.open(directory.resolve("0"), "set 1");

    assertThat(index.cursor()).contains("5");
    assertThat(ids(new Clause.Everything())).containsExactly("a");
  }
}
