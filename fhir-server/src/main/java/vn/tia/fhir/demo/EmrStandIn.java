package vn.tia.fhir.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;

/// An electronic medical record in small: a client of FHIR and DICOMweb that knows nothing of Tia
/// but its addresses.
final class EmrStandIn implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Doors doors;

  EmrStandIn(Doors doors) {
    this.doors = doors;
  }

  /// A FHIR search by GET; `query` holds its parameters as text, each value to be encoded.
  Bundle search(String type, String... query) throws IOException, InterruptedException {
    var answer = get(searchUrl(type, query), "application/fhir+json");
    expect(answer, 200);
    return FhirJson.decode(text(answer), Bundle.class);
  }

  /// Repeats a search until it answers a resource that is as wished, empty if it never does.
  <T extends Resource> Optional<T> awaitResource(
      Class<T> type, java.util.function.Predicate<T> isAsWished, Duration patience, String... query)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    do {
      var found =
          resources(search(type.getSimpleName(), query)).stream()
              .filter(type::isInstance)
              .map(type::cast)
              .filter(isAsWished)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      Thread.sleep(POLL);
    } while (System.nanoTime() < until);
    return Optional.empty();
  }

  static List<Resource> resources(Bundle bundle) {
    return bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource).toList();
  }

  /// Creates a resource and returns it as the server keeps it.
  <T extends Resource> T create(Class<T> type, T resource)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(doors.http("/fhir/" + type.getSimpleName())))
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json")
            .header("Prefer", "return=representation")
            .timeout(ANSWER)
            .POST(BodyPublishers.ofString(FhirJson.encode(resource)))
            .build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    expect(answer, 201);
    return FhirJson.decode(text(answer), type);
  }

  HttpResponse<byte[]> get(String url, String accept) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).timeout(ANSWER).build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  String searchUrl(String type, String... query) {
    var url = new StringBuilder(doors.http("/fhir/" + type));
    for (int i = 0; i < query.length; i++) {
      var pair = query[i].split("=", 2);
      url.append(i == 0 ? '?' : '&').append(pair[0]).append('=');
      url.append(URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
    }
    return url.toString();
  }

  static void expect(HttpResponse<byte[]> answer, int status) {
    if (answer.statusCode() != status) {
      throw new Story.BrokenStory(
          "%s answered %d, not %d: %s"
              .formatted(answer.uri(), answer.statusCode(), status, text(answer)));
    }
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
