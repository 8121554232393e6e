package vn.tia.fhir.viewer;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The pages of the viewer: one HTML page that reads its own address.
///
/// `/` is the study list, `/viewer?StudyInstanceUIDs=…` shows studies, the others are OHIF's modes
/// for special work.
@Controller
public final class ViewerController {
  private final ViewerFiles files;

  public ViewerController(ViewerFiles files) {
    this.files = files;
  }

  @GetMapping({
    "/", "/viewer", "/viewer/**", "/basic/**", "/segmentation/**", "/tmtv/**",
    "/usAnnotation/**", "/dynamic-volume/**"
  })
  void page(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!files.arePresent()) {
      refuse(response);
      return;
    }
    if (isListOfStudies(request)) {
      response.sendRedirect(request.getContextPath() + "/");
      return;
    }
    // Which study was looked at is nobody else's business, and no foreign page may frame it.
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "frame-ancestors 'self'");
    request.getRequestDispatcher("/" + ViewerFiles.INDEX).forward(request, response);
  }

  private static boolean isListOfStudies(HttpServletRequest request) {
    return request.getRequestURI().startsWith(request.getContextPath() + "/viewer")
        && request.getParameter("StudyInstanceUIDs") == null
        && request.getParameter("studyInstanceUIDs") == null;
  }

  static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write(
        "This Tia was built without its viewer: install npm (Node.js) and build it again.\n"
            .getBytes(StandardCharsets.UTF_8));
  }
}
