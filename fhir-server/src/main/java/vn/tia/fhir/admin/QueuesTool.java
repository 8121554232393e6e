package vn.tia.fhir.admin;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./tia messages`, `deliveries`, `merges` and `quarantine`: what a running Tia here has
/// for somebody to look at.
public final class QueuesTool {

  /// The text of `./tia messages --help`.
  public static final String HELP =
      """
      Usage: ./tia messages   [list | show ID | replay ID | dismiss ID] [--http-port N]
             ./tia deliveries [list | waiting | show ID | replay ID]    [--http-port N]
             ./tia merges     [list | undo ID]                          [--http-port N]
             ./tia quarantine [list | settle ID]                        [--http-port N]

        messages     HL7 messages that came in and failed (AE, AR), newest first
        deliveries   HL7 messages that receivers refused or never took; `waiting`: on their way
          show       the message itself: patient data
          replay     do it, or send it, once more
          dismiss    take it out of the queue; it stays in the journal
        merges       patients that stand for others (ADT^A40), newest first
          undo       part them again, with all that followed
        quarantine   studies with images of another patient, or of another study's series
          settle     take the mark away: somebody has looked
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String queue;
  private final PrintStream out;
  private String port = "8080";

  private QueuesTool(String queue, PrintStream out) {
    this.queue = queue;
    this.out = out;
  }

  /// Does what the arguments say.
  ///
  /// @param queue `messages`, `deliveries`, `merges` or `quarantine`
  /// @return the exit code: 0 done, 1 not done, 64 not understood
  public static int run(String queue, List<String> arguments, PrintStream out, PrintStream err) {
    try {
      return new QueuesTool(queue, out).run(arguments);
    } catch (IllegalArgumentException e) {
      err.println("tia: " + e.getMessage() + "; ./tia messages --help says more.");
      return 64;
    } catch (IOException e) {
      err.println("tia: no Tia answers on this machine's HTTP port; --http-port names another.");
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--help")) {
      out.print(HELP);
      return 0;
    }
    var words = new ArrayList<String>();
    for (var word = arguments.iterator(); word.hasNext();) {
      String one = word.next();
      if (one.equals("--http-port")) {
        port = number(word.hasNext() ? word.next() : "");
      } else {
        words.add(one);
      }
    }
    String command = words.isEmpty() ? "list" : words.getFirst();
    return switch (queue + " " + command) {
      case "messages list", "deliveries list", "merges list",
          "quarantine list" -> list("");
      case "deliveries waiting" -> list("?state=waiting");
      case "messages show", "deliveries show" -> show(id(words));
      case "messages replay", "deliveries replay" -> act(id(words), "replay");
      case "messages dismiss" -> act(id(words), "dismiss");
      case "merges undo" -> act(id(words), "undo");
      case "quarantine settle" -> act(id(words), "settle");
      default -> throw new IllegalArgumentException(
          "'%s' is no command of ./tia %s".formatted(command, queue));
    };
  }

  private static String id(List<String> words) {
    if (words.size() != 2) {
      throw new IllegalArgumentException("which one? " + words.getFirst() + " needs one ID");
    }
    return number(words.getLast());
  }

  private static String number(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("a number is needed");
    }
    return text;
  }

  private int list(String query) throws IOException, InterruptedException {
    JsonNode rows = JSON.readTree(send(request(query).GET()).body());
    rows.forEach(row -> out.println(line(row)));
    out.printf(Locale.ROOT, "%d %s%n", rows.size(), queue);
    return 0;
  }

  /// What a list says of one: all but its content.
  private static String line(JsonNode row) {
    return row.properties().stream()
        .filter(property -> !property.getKey().equals("content"))
        .map(property -> property.getValue().asString())
        .filter(value -> !value.isEmpty())
        .collect(Collectors.joining("  "));
  }

  private int show(String id) throws IOException, InterruptedException {
    var answer = send(request("/" + id).GET());
    if (answer.statusCode() != 200) {
      return absent(id);
    }
    JsonNode row = JSON.readTree(answer.body());
    out.println(line(row));
    out.println(row.path("content").asString());
    return 0;
  }

  private int act(String id, String action) throws IOException, InterruptedException {
    var answer = send(request("/" + id + "/" + action).POST(BodyPublishers.noBody()));
    if (answer.statusCode() == 404) {
      return absent(id);
    }
    out.println(line(JSON.readTree(answer.body())));
    return answer.statusCode() == 200 ? 0 : 1;
  }

  private int absent(String id) {
    out.println("there is no " + id + " in " + queue);
    return 1;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/admin/" + queue + path))
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
