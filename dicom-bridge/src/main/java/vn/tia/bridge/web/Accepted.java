package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/// What a client takes: by the query parameter `accept`, else by the Accept header (PS3.18 section
/// 8.3.3.1).
public final class Accepted {

  private Accepted() {}

  /// The media ranges, best first; `*/*` where none are said.
  ///
  /// @throws WebException if it is no list of media ranges
  public static List<MediaRange> ranges(HttpServletRequest request) {
    var parameter = Optional.ofNullable(request.getParameter("accept"))
        .filter(text -> !text.isBlank());
    return MediaRange.parse(parameter.or(() -> header(request)));
  }

  private static Optional<String> header(HttpServletRequest request) {
    var all = request.getHeaders("Accept");
    if (all == null || !all.hasMoreElements()) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    while (all.hasMoreElements()) {
      text.append(text.isEmpty() ? "" : ",").append(all.nextElement());
    }
    return Optional.of(text.toString()).filter(one -> !one.isBlank());
  }
}
