package vn.tia.bridge.web.remote;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerInterceptor;
import vn.tia.bridge.remote.Forwarded;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.remote.RemoteStudies.Brought;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.Paths;

/// Brings the study of a WADO-RS or WADO-URI request here before it is served, where it lies in
/// another archive. Searches bring nothing.
public final class RemoteRetrieval implements HandlerInterceptor {

  private static final Pattern STUDY = Pattern.compile("/studies/([0-9.]{1,64})(/.*)?");
  private static final Pattern SEARCH =
      Pattern.compile("/(?:instances|series(?:/[0-9.]{1,64}/instances)?)/?");

  private final RemoteStudies remotes;
  private final CallerAccess access;

  public RemoteRetrieval(RemoteStudies remotes, CallerAccess access) {
    this.remotes = remotes;
    this.access = access;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    var study = study(request);
    if (study.isEmpty() || isForwarded(request)
        || remotes.bring(List.of(study.get()), access.of(request)) == Brought.DONE) {
      return true;
    }
    response.setStatus(503);
    response.setHeader("Retry-After", "30");
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write("the study lies in an archive that doesn't give it now\n"
        .getBytes(StandardCharsets.UTF_8));
    return false;
  }

  /// Whether another archive's bridge asks: it is given what is here.
  public static boolean isForwarded(HttpServletRequest request) {
    var via = request.getHeaders("Via");
    while (via.hasMoreElements()) {
      if (Forwarded.isVia(via.nextElement())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> study(HttpServletRequest request) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      return Optional.empty();
    }
    var path = request.getRequestURI().substring(request.getContextPath().length());
    if (!path.startsWith(Paths.BASE)) {
      return Optional.empty();
    }
    var parts = STUDY.matcher(path.substring(Paths.BASE.length()));
    if (!parts.matches()) {
      return Optional.ofNullable(request.getParameter("studyUID"))
          .filter(uid -> uid.matches("[0-9.]{1,64}"));
    }
    var rest = Optional.ofNullable(parts.group(2)).orElse("");
    return SEARCH.matcher(rest).matches() ? Optional.empty() : Optional.of(parts.group(1));
  }
}
