package vn.tia.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import vn.tia.fhir.admin.QueuesTool;
import vn.tia.fhir.demo.Doors;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.records.database.Database;

/// The queues of the whole program, by its HTTP door and by its command line.
@Timeout(180)
class QueuesTest {

  private static ConfigurableApplicationContext tia;
  private static Doors doors;

  @BeforeAll
  static void start(@TempDir Path data) {
    tia = Main.start(List.of("--tia.data=" + data, "--server.port=0", "--tia.dicom.port=0",
        "--tia.hl7.port=0"));
    doors = Announcement.of(tia).doors();
  }

  @AfterAll
  static void stop() {
    tia.close();
  }

  private static String send(String controlId, String control) throws IOException {
    var message = "MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261124||ORM^O01|" + controlId
        + "|P|2.5.1||||||UNICODE UTF-8\rPID|1||0012345^^^BVBD^MR||ĐẶNG^HƯỜNG\rORC|" + control
        + "|P-1\rOBR|1|P-1||CTN^CT ngực^99HIS\r";
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", doors.hl7Port()))) {
      return new String(client.exchange(message.getBytes(UTF_8)), UTF_8);
    }
  }

  private static String tia(int expected, String queue, String... words) {
    var out = new ByteArrayOutputStream();
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--http-port", Integer.toString(doors.httpPort())));
    int code = QueuesTool.run(queue, arguments, new PrintStream(out, true, UTF_8), System.err);
    assertThat(code).as(out.toString(UTF_8)).isEqualTo(expected);
    return out.toString(UTF_8);
  }

  @Test
  void listsAMergeAndPartsThePatientsAgain() throws Exception {
    adt("A31", "A-1", "PID|1||OLD-1^^^BVBD^MR||ĐẶNG^HƯỜNG");
    adt("A31", "A-2", "PID|1||NEW-1^^^BVBD^MR||ĐẶNG^HƯỜNG");
    adt("A40", "A-3", "PID|1||NEW-1^^^BVBD^MR||ĐẶNG^HƯỜNG\rMRG|OLD-1^^^BVBD^MR");

    String listed = tia(0, "merges", "list");
    assertThat(listed).contains("Patient/", "1 merges").doesNotContain("OLD-1", "ĐẶNG");
    String id = listed.split(" ")[0];
    assertThat(tia(0, "merges", "undo", id)).isEqualTo("undone\n");

    assertThat(tia(0, "merges")).isEqualTo("0 merges\n");
    assertThat(tia(1, "merges", "undo", id)).contains("there is no " + id);
    assertThat(tia.getBean(Database.class).jdbc()
        .sql("SELECT door || ' ' || outcome FROM audit WHERE action = 'unmerge'")
        .query(String.class).list()).containsExactly("HTTP done");
  }

  private static void adt(String event, String controlId, String segments) throws IOException {
    var message = "MSH|^~\\&|HIS|BVBD|TIA|BVBD|20261124||ADT^" + event + "|" + controlId
        + "|P|2.5.1||||||UNICODE UTF-8\r" + segments + "\r";
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", doors.hl7Port()))) {
      assertThat(new String(client.exchange(message.getBytes(UTF_8)), UTF_8))
          .contains("MSA|AA|" + controlId);
    }
  }

  @Test
  void showsAndReplaysAMessageThatFailed() throws Exception {
    assertThat(send("M-1", "CA")).contains("MSA|AE|M-1");

    String listed = tia(0, "messages", "list");
    assertThat(listed).contains("HIS|BVBD", "M-1", "ORM^O01", "AE", "204", "1 messages")
        .doesNotContain("ĐẶNG", "0012345");
    String id = listed.split(" ")[0];
    assertThat(tia(0, "messages", "show", id)).contains("\nPID|1||0012345^^^BVBD^MR||ĐẶNG^HƯỜNG\n");
    assertThat(tia(1, "messages", "replay", id))
        .contains("failed", "ORC-2: no order of this number is known");

    send("M-2", "NW");
    assertThat(tia(0, "messages", "replay", id)).startsWith("done");
    assertThat(tia(0, "messages", "list")).isEqualTo("0 messages\n");
    assertThat(tia(1, "messages", "replay", id)).contains("there is no " + id);
    assertThat(tia(0, "deliveries", "waiting")).isEqualTo("0 deliveries\n");
  }

  @Test
  void letsNoPageOfAnotherSiteAct() throws Exception {
    assertThat(send("M-9", "CA").contains("MSA|AE")).isTrue();
    String id = tia(0, "messages").split(" ")[0];
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + doors.httpPort()
            + "/admin/messages/" + id + "/dismiss"))
        .header("Origin", "https://elsewhere.example").POST(BodyPublishers.noBody()).build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
    assertThat(tia(0, "messages", "dismiss", id)).startsWith("dismissed");
  }

  @Test
  void saysWhatItDoesNotUnderstand() {
    tia(64, "messages", "fly");
    tia(64, "messages", "show");
    tia(64, "deliveries", "dismiss", "1");
    assertThat(QueuesTool.run("messages", List.of("--http-port", "1"), System.out, System.err))
        .as("nobody listens on port 1").isEqualTo(1);
  }
}
