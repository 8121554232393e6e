package vn.tia.fhir.viewer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudyQuery.NameMatching;
import vn.tia.records.studies.StudySearch;

/// Opens the viewer for another application: IHE Invoke Image Display (RAD TF-2 section 4.106).
///
/// `requestType=STUDY` with `studyUID` or `accessionNumber` (lists parted by commas) shows the
/// studies; `requestType=PATIENT` with `patientID` lists the patient's studies.
@RestController
public final class ImageDisplayController {
  /// The resource that RAD-106 names.
  public static final String PATH = "/IHEInvokeImageDisplay";

  /// How many studies one page opens: more than a radiologist compares.
  private static final int STUDIES_MAX = 50;

  private final ViewerFiles files;
  private final StudySearch search;
  private final CallerAccess access;

  public ImageDisplayController(ViewerFiles files, StudySearch search, CallerAccess access) {
    this.files = files;
    this.search = search;
    this.access = access;
  }

  @GetMapping(PATH)
  void invoke(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!files.arePresent()) {
      ViewerController.refuse(response);
      return;
    }
    switch (parameter(request, "requestType").orElse("")) {
      case "STUDY" -> study(request, response);
      case "PATIENT" -> patient(request, response);
      default -> refuse(response, "requestType is STUDY or PATIENT");
    }
  }

  private void study(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var uids = list(request, "studyUID");
    var accessions = list(request, "accessionNumber");
    if (uids.isEmpty() && accessions.isEmpty()) {
      refuse(response, "requestType=STUDY needs studyUID or accessionNumber");
      return;
    }
    if (uids.size() + accessions.size() > STUDIES_MAX) {
      refuse(response, "at most " + STUDIES_MAX + " studies are shown at once");
      return;
    }
    if (!uids.stream().allMatch(Uid::isWellFormed)) {
      refuse(response, "studyUID is a list of UIDs parted by commas");
      return;
    }
    var found = uids.isEmpty() ? ofAccessions(accessions, request) : uids;
    if (found.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.sendRedirect("/viewer?StudyInstanceUIDs=" + String.join(",", found));
  }

  private List<String> ofAccessions(List<String> accessions, HttpServletRequest request) {
    return accessions.stream()
        .map(number -> number.replaceAll("[*?\\\\]", ""))
        .filter(number -> !number.isBlank())
        .flatMap(number -> search.find(new StudyQuery(QueryLevel.STUDY,
            Map.of(Tags.ACCESSION_NUMBER, number), NameMatching.WORDS, STUDIES_MAX, 0),
            access.of(request)).stream())
        .map(study -> study.path().study())
        .distinct()
        .toList();
  }

  /// The number alone: its authority is not a filter of the study list.
  private static void patient(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var number = parameter(request, "patientID").map(id -> id.split("\\^", 2)[0].strip());
    if (number.isEmpty() || number.get().isEmpty()) {
      refuse(response, "requestType=PATIENT needs patientID");
      return;
    }
    response.sendRedirect(
        "/?mrn=" + URLEncoder.encode(number.get(), StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServletResponse response, String why) throws IOException {
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write((why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  private static List<String> list(HttpServletRequest request, String name) {
    return Arrays.stream(parameter(request, name).orElse("").split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }
}
