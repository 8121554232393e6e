package vn.tia.bridge.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import vn.tia.bridge.query.Level;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.web.stow.MultipartReader;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.json.DicomJsonReader;

/// An archive that is asked by QIDO-RS and gives by WADO-RS (PS3.18).
public final class DicomWebArchive implements RemoteArchive {

  private static final String JSON = "application/dicom+json";
  private static final String FILES =
      "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

  private final Place place;
  private final Duration patience;
  private final HttpClient client;

  /// Where it is.
  ///
  /// @param base the address before `/studies`
  /// @param login user and password with a colon between them, empty for nobody
  /// @param tls the certificates to trust and to show, empty for the JDK's
  public record Place(String name, URI base, Optional<String> login, Optional<SSLContext> tls) {

    /// Without what lets somebody in.
    @Override
    public String toString() {
      return name;
    }
  }

  /// @param patience how long a connection and the head of an answer are waited for
  public DicomWebArchive(Place place, Duration patience) {
    this.place = place;
    this.patience = patience;
    var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(patience);
    place.tls().ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public List<Dataset> find(RemoteQuestion question) throws IOException {
    if (question.identifier().elements().flatMap(key -> key.items().stream())
        .anyMatch(item -> item.elements().anyMatch(key -> !key.strings().isEmpty()))) {
      throw new IOException("it is not asked for keys within sequences");
    }
    var answer = get(path(question) + "?" + parameters(question), JSON);
    try (var body = answer.body()) {
      if (answer.statusCode() == 204) {
        return List.of();
      }
      require(answer);
      var found = new DicomJsonReader().readAll(body).stream().limit(question.limit()).toList();
      return question.level() == Level.PATIENT ? patients(found) : found;
    }
  }

  /// DICOMweb knows studies only: the patients are those of the studies.
  private static List<Dataset> patients(List<Dataset> studies) {
    Map<String, Dataset> patients = new LinkedHashMap<>();
    studies.forEach(one -> patients.putIfAbsent(one.string(Tags.PATIENT_ID).orElse("")
        + "\\" + one.string(Tags.ISSUER_OF_PATIENT_ID).orElse(""), one));
    return List.copyOf(patients.values());
  }

  private static String path(RemoteQuestion question) {
    var study = uid(question, Tags.STUDY_INSTANCE_UID);
    var series = uid(question, Tags.SERIES_INSTANCE_UID);
    return switch (question.level()) {
      case PATIENT, STUDY -> "/studies";
      case SERIES -> study.map(uid -> "/studies/" + uid).orElse("") + "/series";
      case IMAGE -> study.map(uid -> "/studies/" + uid
          + series.map(one -> "/series/" + one).orElse("")).orElse("") + "/instances";
    };
  }

  private static Optional<String> uid(RemoteQuestion question, Tag key) {
    return Optional.of(question.identifier().strings(key))
        .filter(values -> values.size() == 1 && values.getFirst().matches("[0-9.]{1,64}"))
        .map(List::getFirst);
  }

  private static String parameters(RemoteQuestion question) {
    List<String> parameters = new ArrayList<>();
    question.identifier().elements()
        .filter(key -> key.vr() != Vr.SQ && !key.tag().equals(Tags.QUERY_RETRIEVE_LEVEL)
            && !key.tag().equals(Tags.SPECIFIC_CHARACTER_SET)
            && Dictionary.find(key.tag()).isPresent())
        .forEach(key -> parameters.add(parameter(key)));
    parameters.add("limit=" + question.limit());
    return String.join("&", parameters);
  }

  private static String parameter(Element key) {
    var name = "%04X%04X".formatted(key.tag().group(), key.tag().element());
    var value = key.strings().stream().map(String::strip).filter(one -> !one.isEmpty())
        .collect(Collectors.joining(key.vr() == Vr.UI ? "," : "\\"));
    return value.isEmpty() ? "includefield=" + name
        : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public int retrieve(String studyUid, Taker taker) throws IOException {
    var answer = get("/studies/" + studyUid, FILES);
    try (var body = answer.body()) {
      require(answer);
      var boundary = answer.headers().firstValue("Content-Type").flatMap(MediaRange::contentType)
          .map(type -> type.parameters().getOrDefault("boundary", ""))
          .orElse("");
      var parts = new MultipartReader(body, boundary, StowSettings.DEFAULT);
      int given = 0;
      for (var part = parts.next(); part.isPresent(); part = parts.next()) {
        taker.file(part.get().body());
        given++;
      }
      return given;
    } catch (WebException e) {
      throw new IOException("its answer is no whole multipart body: " + e.getMessage(), e);
    }
  }

  private HttpResponse<InputStream> get(String path, String accept) throws IOException {
    var request = HttpRequest.newBuilder(URI.create(place.base() + path))
        .timeout(patience)
        .header("Accept", accept)
        .header(Forwarded.HEADER, Forwarded.HEADER_VALUE);
    place.login().ifPresent(login -> request.header("Authorization", "Basic "
        + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    try {
      return client.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while an archive was asked");
    }
  }

  private static void require(HttpResponse<?> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException("it answered " + answer.statusCode());
    }
  }
}
