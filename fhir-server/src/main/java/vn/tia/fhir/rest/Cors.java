package vn.tia.fhir.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;

/// Lets the pages of named web origins call the door (Fetch standard, section 3.2).
///
/// @param origins `*` for all; none: no page of another origin
record Cors(List<String> origins) {
  private static final String ANSWER_HEADERS =
      "Content-Location, ETag, Last-Modified, Location, Retry-After";
  private static final String ASKED_HEADERS = "Accept, Authorization, Content-Type, "
      + "If-Match, If-Modified-Since, If-None-Exist, If-None-Match, Prefer";

  /// Says what the page may do, and answers whether the request was only to ask for that.
  boolean answer(HttpServletRequest request, HttpServletResponse response) {
    var origin = Optional.ofNullable(request.getHeader("Origin"))
        .filter(one -> origins.contains("*") || origins.contains(one));
    if (origin.isEmpty()) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origin.get());
    response.addHeader("Vary", "Origin");
    response.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
    if (!request.getMethod().equals("OPTIONS")
        || request.getHeader("Access-Control-Request-Method") == null) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
    response.setHeader("Access-Control-Allow-Headers", ASKED_HEADERS);
    response.setHeader("Access-Control-Max-Age", "3600");
    response.setStatus(204);
    return true;
  }
}
