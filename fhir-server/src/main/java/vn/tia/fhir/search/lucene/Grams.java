package vn.tia.fhir.search.lucene;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import vn.tia.fhir.search.TextForms;

/// The runs of letters of a text, at the places where they stand in it, so that a part of the text
/// is a phrase of runs and no dictionary is read from end to end.
final class Grams extends TokenStream {
  /// Between two texts of one field, so that no phrase goes from one into the other.
  private static final int GAP = 16;
  private static final FieldType TYPE = new FieldType();

  static {
    TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    TYPE.setTokenized(true);
    TYPE.setOmitNorms(true);
    TYPE.freeze();
  }

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final List<String> grams;
  private Iterator<String> rest;
  private boolean isFirst = true;

  private Grams(List<String> grams) {
    this.grams = grams;
    this.rest = grams.iterator();
  }

  static Field field(String name, String folded) {
    return new Field(name, new Grams(TextForms.grams(folded)), TYPE);
  }

  /// Where a text has this part, already folded.
  static Query query(String field, String part) {
    var grams = TextForms.grams(part);
    var whole = grams.size() - TextForms.GRAM_LETTERS + 1;
    if (whole < 1) {
      return new PrefixQuery(new Term(field, part));
    }
    var phrase = new PhraseQuery.Builder();
    grams.subList(0, whole).forEach(gram -> phrase.add(new Term(field, gram)));
    return phrase.build();
  }

  @Override
  public boolean incrementToken() {
    if (!rest.hasNext()) {
      return false;
    }
    clearAttributes();
    term.append(rest.next());
    step.setPositionIncrement(isFirst ? GAP : 1);
    isFirst = false;
    return true;
  }

  @Override
  public void reset() {
    rest = grams.iterator();
    isFirst = true;
  }
}
