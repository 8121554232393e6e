package vn.tia.fhir.search.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import vn.tia.fhir.search.IndexValue;

/// The words of a resource's text: of its narrative for `_text`, of all its strings for
/// `_content` (R4 search, section 3.1.1.4.2).
///
/// Addresses, UIDs and dates are no words: who looks for them has parameters of their own.
final class Contents {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");
  private static final Pattern ENTITIES = Pattern.compile("&[A-Za-z#0-9]{1,10};");
  private static final Pattern NO_WORDS =
      Pattern.compile("(?:urn:|https?:|[0-9.:/TZ+-]*$)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> NO_TEXT = Set.of("resourceType", "id", "versionId", "reference",
      "data", "hash", "system", "url", "status", "use", "contentType");

  /// Letters of one resource that are indexed: some ten pages.
  private static final int LETTERS_MAX = 20_000;
  /// Letters in one value of words: the index takes no longer ones.
  private static final int CHUNK_LETTERS = 400;

  private Contents() {}

  static void put(String json, Map<String, List<IndexValue>> found) {
    var narrative = new Words();
    var all = new Words();
    var name = "";
    try (var parser = JSON.createParser(json)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          name = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && name.equals("div")) {
          var text = ENTITIES.matcher(TAGS.matcher(parser.getText()).replaceAll(" "))
              .replaceAll(" ");
          narrative.add(text);
          all.add(text);
        } else if (token == JsonToken.VALUE_STRING && !NO_TEXT.contains(name)
            && !NO_WORDS.matcher(parser.getText()).lookingAt()) {
          all.add(parser.getText());
        }
      }
    } catch (IOException damaged) {
      throw new IllegalArgumentException("the text of a resource is no JSON", damaged);
    }
    narrative.put("_text", found);
    all.put("_content", found);
  }

  /// Distinct texts, cut at blanks into values that the index takes.
  private static final class Words {
    private final Set<String> texts = new LinkedHashSet<>();
    private int letters;

    void add(String text) {
      if (letters < LETTERS_MAX && texts.add(text)) {
        letters += text.length();
      }
    }

    void put(String code, Map<String, List<IndexValue>> found) {
      var values = new ArrayList<IndexValue>();
      var chunk = new StringBuilder();
      for (var text : texts) {
        for (var word : BLANKS.split(text.strip())) {
          if (chunk.length() + word.length() > CHUNK_LETTERS && !chunk.isEmpty()) {
            values.add(new IndexValue.Words(chunk.toString()));
            chunk.setLength(0);
          }
          chunk.append(word).append(' ');
        }
      }
      if (!chunk.toString().isBlank()) {
        values.add(new IndexValue.Words(chunk.toString()));
      }
      if (!values.isEmpty()) {
        found.put(code, List.copyOf(values));
      }
    }
  }
}
