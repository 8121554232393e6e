package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// The capabilities of DICOMweb as a WADL document (PS3.18 section 8.9): which resources there are,
/// what may be done with them, and in which forms.
@RestController
public class CapabilitiesController extends WebErrors {

  private static final String WADL = "application/vnd.sun.wadl+xml";

  private static final List<String> SEARCH = List.of("accept", "charset", "includefield",
      "fuzzymatching", "limit", "offset", "{attributeID}");
  private static final List<String> RENDER =
      List.of("accept", "viewport", "window", "quality", "iccprofile", "annotation");
  private static final List<String> ACCEPT = List.of("accept");

  private static final List<String> DATASETS =
      List.of("application/dicom+json", "multipart/related; type=\"application/dicom+xml\"");
  private static final List<String> DATASET =
      List.of("application/dicom+json", "application/dicom+xml");
  private static final List<String> INSTANCES = List.of(
      "multipart/related; type=\"application/dicom\"", "application/dicom", "application/zip");
  private static final List<String> BULK = List.of(
      "multipart/related; type=\"application/octet-stream\"", "application/octet-stream");
  private static final List<String> PICTURES = List.of("image/jpeg", "image/png", "image/gif",
      "video/mp4", "video/mpeg", "text/html", "text/plain", "application/pdf");
  private static final List<String> STORED = List.of(
      "multipart/related; type=\"application/dicom\"",
      "multipart/related; type=\"application/dicom+json\"",
      "multipart/related; type=\"application/dicom+xml\"");

  private static final List<String> LEVELS = List.of("studies/{study}",
      "studies/{study}/series/{series}", "studies/{study}/series/{series}/instances/{instance}");

  /// One method of a resource.
  private record Capability(String path, String method, String id, List<String> parameters,
      List<String> mediaTypes) {}

  @RequestMapping(path = {Paths.BASE, Paths.BASE + "/"}, method = RequestMethod.OPTIONS)
  void capabilities(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Accepted.ranges(request).stream()
        .noneMatch(range -> range.takes(WADL, "application/xml"))) {
      throw WebException.notAcceptable("capabilities are given as " + WADL);
    }
    var text = new StringBuilder("""
        <?xml version="1.0" encoding="UTF-8"?>
        <application xmlns="http://wadl.dev.java.net/2009/02">
        <resources base="%s">
        """.formatted(escaped(Paths.base(request))));
    for (var one : all()) {
      write(one, text);
    }
    text.append("</resources>\n</application>\n");
    response.setContentType(WADL + ";charset=UTF-8");
    response.setHeader("Allow", "OPTIONS");
    response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Capability> all() {
    var all = new ArrayList<Capability>();
    for (var path : List.of("studies", "series", "instances", "studies/{study}/series",
        "studies/{study}/instances", "studies/{study}/series/{series}/instances")) {
      all.add(new Capability(path, "GET", "Search", SEARCH, DATASETS));
    }
    for (var path : List.of("studies", "studies/{study}")) {
      all.add(new Capability(path, "POST", "Store", List.of(), STORED));
    }
    for (var path : LEVELS) {
      all.add(new Capability(path, "GET", "Retrieve", ACCEPT, INSTANCES));
      all.add(new Capability(path + "/metadata", "GET", "RetrieveMetadata", ACCEPT, DATASETS));
      all.add(new Capability(path + "/bulkdata", "GET", "RetrieveBulkdata", ACCEPT, BULK));
      all.add(new Capability(path + "/pixeldata", "GET", "RetrievePixelData", ACCEPT, BULK));
      all.add(new Capability(path + "/rendered", "GET", "RetrieveRendered", RENDER, PICTURES));
      all.add(new Capability(path + "/thumbnail", "GET", "RetrieveThumbnail", RENDER, PICTURES));
    }
    var instance = LEVELS.getLast();
    all.add(new Capability(instance + "/bulkdata/{path}", "GET", "RetrieveBulkdata", ACCEPT, BULK));
    all.add(new Capability(instance + "/frames/{frames}", "GET", "RetrieveFrames", ACCEPT, BULK));
    all.add(new Capability(
        instance + "/frames/{frames}/rendered", "GET", "RetrieveRendered", RENDER, PICTURES));
    all.add(new Capability(
        instance + "/frames/{frames}/thumbnail", "GET", "RetrieveThumbnail", RENDER, PICTURES));
    worklist(all);
    workitems(all);
    return all;
  }

  private static void worklist(List<Capability> all) {
    var item = "mwlitems/{study}/{step}";
    all.add(new Capability("mwlitems", "GET", "SearchWorklist", SEARCH, DATASETS));
    all.add(new Capability("mwlitems", "POST", "CreateWorklistItem", List.of(), DATASET));
    all.add(new Capability(item, "GET", "RetrieveWorklistItem", ACCEPT, DATASETS));
    all.add(new Capability(item, "PUT", "ChangeWorklistItem", List.of(), DATASET));
    all.add(new Capability(item, "DELETE", "CancelWorklistItem", List.of(), List.of()));
    all.add(new Capability(
        item + "/status/{status}", "POST", "MoveWorklistItem", List.of(), List.of()));
  }

  private static void workitems(List<Capability> all) {
    var item = "workitems/{workitem}";
    var subscriber = item + "/subscribers/{aetitle}";
    all.add(new Capability("workitems", "GET", "SearchForUPS", SEARCH, DATASETS));
    all.add(new Capability("workitems", "POST", "CreateUPS", List.of(), DATASET));
    all.add(new Capability(item, "GET", "RetrieveUPS", ACCEPT, DATASETS));
    all.add(new Capability(item, "POST", "UpdateUPS", List.of("transaction-uid"), DATASET));
    all.add(new Capability(item + "/state", "PUT", "ChangeUPSState", List.of(), DATASET));
    all.add(new Capability(
        item + "/cancelrequest", "POST", "RequestUPSCancellation", List.of(), DATASET));
    all.add(new Capability(subscriber, "POST", "CreateSubscription",
        List.of("deletionlock", "filter"), List.of()));
    all.add(new Capability(subscriber, "DELETE", "DeleteSubscription", List.of(), List.of()));
    all.add(new Capability(
        subscriber + "/suspend", "POST", "SuspendGlobalSubscription", List.of(), List.of()));
  }

  private static void write(Capability one, StringBuilder text) {
    text.append("<resource path=\"").append(one.path()).append("\"><method name=\"")
        .append(one.method()).append("\" id=\"").append(one.id()).append("\">\n<request>");
    for (var name : one.parameters()) {
      text.append("<param name=\"").append(name).append("\" style=\"query\"/>");
    }
    boolean hasBody = !one.method().equals("GET");
    if (hasBody) {
      one.mediaTypes().forEach(type -> representation(type, text));
    }
    text.append("</request>\n<response>");
    (hasBody ? DATASETS : one.mediaTypes()).forEach(type -> representation(type, text));
    text.append("</response>\n</method></resource>\n");
  }

  private static void representation(String type, StringBuilder text) {
    text.append("<representation mediaType=\"").append(escaped(type)).append("\"/>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
