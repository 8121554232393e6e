package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.tia.bridge.web.WebException;

/// Sends one representation: whole, a range of it, or only that the client has it already
/// (RFC 9110 sections 13.1.2 and 14).
public final class Sending {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private Sending() {}

  /// The part of a representation that is wanted.
  record Range(long start, long count) {

    /// The range of a request; empty where there is none that is served: a list of ranges and
    /// units that nobody knows get the whole.
    ///
    /// @throws WebException if it lies behind the end
    static Optional<Range> of(HttpServletRequest request, long length) {
      var header = request.getHeader("Range");
      var matcher = RANGE.matcher(header == null ? "" : header.strip());
      if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
        return Optional.empty();
      }
      if (matcher.group(1).isEmpty()) {
        long last = Math.min(length, Long.parseLong(matcher.group(2)));
        return last == 0 ? outside() : Optional.of(new Range(length - last, last));
      }
      long start = Long.parseLong(matcher.group(1));
      long end = matcher.group(2).isEmpty() ? length - 1
          : Math.min(length - 1, Long.parseLong(matcher.group(2)));
      if (start >= length) {
        return outside();
      }
      return end < start ? Optional.empty() : Optional.of(new Range(start, end - start + 1));
    }

    private static Optional<Range> outside() {
      throw WebException.rangeNotSatisfiable();
    }
  }

  /// Whether the client holds this representation; then that is the answer.
  public static boolean isKnown(
      String tag, HttpServletRequest request, HttpServletResponse response) {
    var quoted = '"' + tag + '"';
    response.setHeader("ETag", quoted);
    response.setHeader("Cache-Control", "private, no-cache");
    var known = request.getHeader("If-None-Match");
    if (known == null) {
      return false;
    }
    for (var one : known.split(",")) {
      if (one.strip().equals("*") || one.strip().replaceFirst("^W/", "").equals(quoted)) {
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
      }
    }
    return false;
  }

  /// Sends the bytes of a stream, which is closed by who opened it.
  public static void send(InputStream in, long length, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    response.setHeader("Accept-Ranges", "bytes");
    var range = Range.of(request, length);
    if (range.isEmpty()) {
      response.setContentLengthLong(length);
      copy(in, length, response.getOutputStream());
      return;
    }
    long start = range.get().start();
    long count = range.get().count();
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setHeader("Content-Range",
        "bytes %d-%d/%d".formatted(start, start + count - 1, length));
    response.setContentLengthLong(count);
    in.skipNBytes(start);
    copy(in, count, response.getOutputStream());
  }

  static void copy(InputStream in, long length, OutputStream out) throws IOException {
    var buffer = new byte[65_536];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException("a stored object ends " + left + " bytes too early");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
