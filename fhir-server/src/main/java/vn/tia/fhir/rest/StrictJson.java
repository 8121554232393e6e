package vn.tia.fhir.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Answers what is wrong with a JSON text before anything is made of it: more than the limits,
/// a name given twice, bytes that are no UTF-8, half a surrogate pair (RFC 8259, RFC 7493).
final class StrictJson {
  /// Deeper than any resource, and far from what a recursive reader's stack holds.
  static final int DEPTH_MAX = 200;
  /// FHIR decimals need 18 digits; a number of 100,000 digits costs quadratic time to read.
  static final int DIGITS_MAX = 100;

  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH_MAX)
          .maxNumberLength(DIGITS_MAX)
          .maxStringLength(Integer.MAX_VALUE)
          .build())
      .build();

  /// What a text must be.
  enum Root { OBJECT, ARRAY }

  private StrictJson() {}

  /// What is wrong, as a sentence without any of the content; empty where nothing is.
  static Optional<String> flaw(byte[] body, Root root) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Optional.of("the body is not UTF-8");
    }
    try (var parser = JSON.createParser(new StringReader(text))) {
      return flaw(parser, root);
    } catch (JsonProcessingException e) {
      return Optional.of(where(e));
    } catch (IOException e) {
      return Optional.of("the body could not be read");
    }
  }

  private static Optional<String> flaw(JsonParser parser, Root root) throws IOException {
    var start = root == Root.OBJECT ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    if (parser.nextToken() != start) {
      return Optional.of("the body is no JSON "
          + (root == Root.OBJECT ? "object" : "array"));
    }
    var depth = 1;
    while (depth > 0) {
      var token = parser.nextToken();
      if (token == null) {
        return Optional.of("the body ends inside a JSON object");
      }
      switch (token) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME, VALUE_STRING -> {
          if (!isWhole(parser.getText())) {
            return Optional.of("the body has half a surrogate pair at line %d, column %d"
                .formatted(parser.currentLocation().getLineNr(),
                    parser.currentLocation().getColumnNr()));
          }
        }
        // Reading a number checks its length.
        case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> parser.getText();
        default -> { }
      }
    }
    return parser.nextToken() == null
        ? Optional.empty()
        : Optional.of("the body goes on after the JSON object");
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      var isHigh = Character.isHighSurrogate(text.charAt(i));
      if (isHigh && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  // Jackson's own sentence quotes the content.
  private static String where(JsonProcessingException e) {
    var location = e.getLocation();
    var message = String.valueOf(e.getOriginalMessage());
    var what = message.startsWith("Duplicate field") ? "has a name twice in one object"
        : message.contains("nesting depth") ? "is nested deeper than " + DEPTH_MAX + " levels"
        : message.contains("Number value length")
            ? "has a number of more than " + DIGITS_MAX + " digits"
        : "is no JSON";
    return location == null
        ? "the body " + what
        : "the body %s, at line %d, column %d".formatted(
            what, location.getLineNr(), location.getColumnNr());
  }
}
