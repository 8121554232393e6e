package vn.tia.bridge.web.stow;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;

/// Reads the parts of a multipart body one after the other (RFC 2046 section 5.1.1), through a
/// buffer of one size however long they are.
public final class MultipartReader {

  private static final int BUFFER_BYTES = 128 * 1024;

  /// Longer than the 70 characters of the RFC: Orthanc writes 73.
  private static final int BOUNDARY_CHARS_MAX = 200;

  private final InputStream in;
  private final byte[] delimiter;
  /// How far on the delimiter may begin at the earliest, by the byte that lies where its last one
  /// would (Horspool 1980): of images, one byte in a dozen is looked at.
  private final int[] shifts = new int[256];
  private final StowSettings limits;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  /// Up to here no delimiter begins.
  private int clear;
  private boolean isAtDelimiter;
  private int parts;

  /// @throws WebException if the boundary is none
  public MultipartReader(InputStream in, String boundary, StowSettings limits) {
    if (boundary.isEmpty() || boundary.length() > BOUNDARY_CHARS_MAX
        || !boundary.matches("[\\x20-\\x7E]*[\\x21-\\x7E]")) {
      throw WebException.badRequest("a boundary has 1 to " + BOUNDARY_CHARS_MAX + " characters");
    }
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    this.limits = limits;
    Arrays.fill(shifts, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shifts[delimiter[i]] = delimiter.length - 1 - i;
    }
    // As if a line had ended before: the first boundary may be the first that comes.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /// A part: its headers by lower-case name, and its body, which ends where the next part is asked
  /// for.
  public record Part(Map<String, String> headers, InputStream body) {

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /// What the part is; without a word, text (RFC 2045 section 5.2).
    public MediaRange type() {
      return header("content-type").flatMap(MediaRange::contentType)
          .orElse(new MediaRange("text/plain", Map.of()));
    }
  }

  /// The next part, empty behind the last.
  ///
  /// @throws WebException if the body isn't built that way, or ends too early
  public Optional<Part> next() throws IOException {
    skipToDelimiter();
    at += delimiter.length;
    isAtDelimiter = false;
    clear = at;
    need(2);
    if (buffer[at] == '-' && buffer[at + 1] == '-') {
      return Optional.empty();
    }
    if (!line(limits.headerBytesMax()).isBlank()) {
      throw WebException.badRequest("something follows a boundary on its line");
    }
    parts++;
    if (parts > limits.partsMax()) {
      throw WebException.tooLarge("a request has at most " + limits.partsMax() + " parts");
    }
    var headers = headers();
    clear = at;
    if (startsWithDelimiter()) {
      isAtDelimiter = true;
    }
    return Optional.of(new Part(headers, new Body(parts)));
  }

  /// A part without a body: its delimiter follows the empty line at once, which is its first line
  /// end too.
  private boolean startsWithDelimiter() throws IOException {
    while (end - at < delimiter.length - 2 && fill()) {
      // More.
    }
    boolean isThere = at >= 2 && end - at >= delimiter.length - 2;
    for (int i = 2; isThere && i < delimiter.length; i++) {
      isThere = buffer[at + i - 2] == delimiter[i];
    }
    if (isThere) {
      at -= 2;
    }
    return isThere;
  }

  private void skipToDelimiter() throws IOException {
    try {
      while (!isAtDelimiter) {
        int count = available();
        at += count;
      }
    } catch (EOFException _) {
      throw WebException.badRequest(parts == 0
          ? "no boundary is found in the body" : "the body ends within a part");
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int left = limits.headerBytesMax();
    for (var line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length();
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw WebException.badRequest("a header of a part has no name");
      }
      headers.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return headers;
  }

  /// The text up to the next line end, which is taken too.
  private String line(int bytesMax) throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      need(1);
      byte next = buffer[at++];
      if (next == '\n') {
        break;
      }
      line.write(next);
      if (line.size() > bytesMax) {
        throw WebException.badRequest(
            "the headers of a part have at most " + limits.headerBytesMax() + " bytes");
      }
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private void need(int count) throws IOException {
    while (end - at < count) {
      if (!fill()) {
        throw WebException.badRequest("the body ends within a boundary or the headers of a part");
      }
    }
  }

  /// How many bytes of the body lie ready; 0 at the delimiter.
  private int available() throws IOException {
    while (true) {
      if (clear < at) {
        clear = at;
      }
      while (clear + delimiter.length <= end) {
        if (isDelimiter(clear)) {
          isAtDelimiter = clear == at;
          return clear - at;
        }
        clear += shifts[buffer[clear + delimiter.length - 1] & 0xFF];
      }
      if (clear > at) {
        return clear - at;
      }
      if (!fill()) {
        throw new EOFException("the body ends within a part");
      }
    }
  }

  private boolean isDelimiter(int from) {
    for (int i = delimiter.length - 1; i >= 0; i--) {
      if (buffer[from + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /// Reads more behind what is there, and says whether there was more.
  private boolean fill() throws IOException {
    if (at > 2) {
      // Two bytes stay: they may be the line end before a delimiter.
      int moved = at - 2;
      System.arraycopy(buffer, moved, buffer, 0, end - moved);
      at -= moved;
      end -= moved;
      clear = Math.max(0, clear - moved);
    }
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  /// The body of one part.
  private final class Body extends InputStream {
    private final int number;

    Body(int number) {
      this.number = number;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// @throws EOFException if the request ends first
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (number != parts || isAtDelimiter) {
        return -1;
      }
      int count = Math.min(length, MultipartReader.this.available());
      if (count == 0) {
        return -1;
      }
      System.arraycopy(buffer, at, bytes, offset, count);
      at += count;
      return count;
    }
  }
}
