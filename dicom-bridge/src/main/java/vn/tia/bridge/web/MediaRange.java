package vn.tia.bridge.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One range of an Accept header, such as
/// `multipart/related; type="application/dicom"; transfer-syntax=*`.
///
/// @param parameters by lower-case name, quotes taken off
public record MediaRange(String type, Map<String, String> parameters) {

  private static final int RANGES_MAX = 64;

  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+");

  /// The ranges of a header, best first; `*/*` where it is absent.
  ///
  /// @throws WebException if it is no list of media ranges
  public static List<MediaRange> parse(Optional<String> accept) {
    List<MediaRange> ranges = new ArrayList<>();
    for (var text : split(accept.orElse("*/*"), ',')) {
      if (!text.isBlank()) {
        ranges.add(range(text));
      }
    }
    if (ranges.isEmpty() || ranges.size() > RANGES_MAX) {
      throw WebException.notAcceptable("Accept is not a list of media types");
    }
    ranges.sort(Comparator.comparingDouble(MediaRange::quality).reversed());
    return ranges.stream().filter(range -> range.quality() > 0).toList();
  }

  /// The media type that a Content-Type header says, empty where it says none.
  public static Optional<MediaRange> contentType(String header) {
    try {
      return Optional.of(range(header));
    } catch (WebException _) {
      return Optional.empty();
    }
  }

  private static MediaRange range(String text) {
    var parts = split(text, ';');
    var type = parts.getFirst().strip().toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(type).matches()) {
      throw WebException.notAcceptable("Accept is not a list of media types");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parts.stream().skip(1).forEach(part -> {
      int equal = part.indexOf('=');
      if (equal > 0) {
        parameters.put(part.substring(0, equal).strip().toLowerCase(Locale.ROOT),
            unquoted(part.substring(equal + 1).strip()));
      }
    });
    return new MediaRange(type, parameters);
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean isQuoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      isQuoted ^= c == '"';
      if (c == separator && !isQuoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unquoted(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1) : text;
  }

  /// Whether this range is multipart: then `payload` tells of what.
  public boolean isMultipart() {
    return type.equals("multipart/related") || type.equals("multipart/*");
  }

  /// The media type of the payload, `*/*` where multipart leaves it open.
  public String payload() {
    return isMultipart()
        ? parameters.getOrDefault("type", "*/*").toLowerCase(Locale.ROOT) : type;
  }

  public boolean takes(String... mediaTypes) {
    var payload = payload();
    return payload.equals("*/*") || Arrays.asList(mediaTypes).contains(payload)
        || payload.endsWith("/*") && Arrays.stream(mediaTypes)
            .anyMatch(one -> one.startsWith(payload.substring(0, payload.length() - 1)));
  }

  /// The transfer syntax asked for; `*` is the one that is stored.
  public Optional<String> transferSyntax() {
    return Optional.ofNullable(parameters.get("transfer-syntax"));
  }

  private double quality() {
    try {
      return Double.parseDouble(parameters.getOrDefault("q", "1"));
    } catch (NumberFormatException _) {
      throw WebException.notAcceptable("Accept has a q that is no number");
    }
  }
}
