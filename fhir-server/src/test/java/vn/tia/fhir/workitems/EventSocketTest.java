package vn.tia.fhir.workitems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.fhir.WholeTia;

/// UPS-RS in the whole program: a subscriber hears of a step, also of what came while it was away.
class EventSocketTest {
  private static final String GLOBAL = "1.2.840.10008.5.1.4.34.5";

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir
  private Path data;

  /// A subscriber with an open connection.
  private static final class Subscriber implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(text.toString());
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, part, last);
    }

    Dataset next() throws Exception {
      var message = Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElseThrow();
      return new DicomJsonReader().read(
          new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void tellsWhatHappensAndWhatHappenedMeanwhile() throws Exception {
    try (var tia = WholeTia.start(data)) {
      var base = URI.create("http://127.0.0.1:" + tia.doors().httpPort() + "/dicom-web/");
      var subscribed = send(HttpRequest.newBuilder(
          base.resolve("workitems/" + GLOBAL + "/subscribers/WATCHER"))
          .POST(BodyPublishers.noBody()));
      var address = URI.create(subscribed);
      create(base, "1.2.1");

      var first = new Subscriber();
      var socket = client.newWebSocketBuilder().buildAsync(address, first).join();
      var event = first.next();
      assertThat(event).isEqualTo(Dataset.builder()
          .put(Tags.AFFECTED_SOP_CLASS_UID, "1.2.840.10008.5.1.4.34.6.1")
          .put(Tags.MESSAGE_ID, event.integer(Tags.MESSAGE_ID).orElseThrow())
          .put(Tags.AFFECTED_SOP_INSTANCE_UID, "1.2.1")
          .put(Tags.EVENT_TYPE_ID, 1)
          .put(Tags.INPUT_READINESS_STATE, "READY")
          .put(Tags.PROCEDURE_STEP_STATE, "SCHEDULED")
          .build());
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
      create(base, "1.2.2");

      var second = new Subscriber();
      client.newWebSocketBuilder().buildAsync(address, second).join();
      assertThat(second.next().string(Tags.AFFECTED_SOP_INSTANCE_UID)).contains("1.2.2");
      assertThat(second.heard).isEmpty();
      create(base, "1.2.3");
      assertThat(second.next().string(Tags.AFFECTED_SOP_INSTANCE_UID)).contains("1.2.3");

      assertThatThrownBy(() -> client.newWebSocketBuilder()
          .header("Origin", "https://evil.example").buildAsync(address, new Subscriber()).join())
          .hasMessageContaining("WebSocketHandshakeException");
    }
  }

  private void create(URI base, String uid) throws Exception {
    send(HttpRequest.newBuilder(base.resolve("workitems?" + uid))
        .header("Content-Type", "application/dicom+json")
        .POST(BodyPublishers.ofString("""
            {"00404005":{"vr":"DT","Value":["20261125093000"]},
             "00404041":{"vr":"CS","Value":["READY"]},
             "00741000":{"vr":"CS","Value":["SCHEDULED"]},
             "00741200":{"vr":"CS","Value":["HIGH"]},
             "00741204":{"vr":"LO","Value":["Đọc phim"]}}""")));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    var answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.headers().firstValue("Content-Location").orElseThrow();
  }
}
