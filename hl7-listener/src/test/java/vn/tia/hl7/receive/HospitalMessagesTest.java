package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.ReadSettings.AcknowledgementMode;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.facilities.FacilityProfile;

/// The messages of other projects' repositories, through MLLP into PostgreSQL.
@Timeout(300)
class HospitalMessagesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("tia.root", ".")).resolve("../shared/data/hl7");

  /// Why an order that was not written by us is not taken; all others are.
  private static final Map<String, String> REFUSED = Map.ofEntries(
      // Drugs, diets and supplies: a new order without OBR is none for imaging.
      Map.entry("aidbox-example/fixtures/hl7v2/orm-o01/base-rxo.hl7", "AE 101 OBR"),
      Map.entry("aidbox-example/fixtures/hl7v2/orm-o01/multi-rxo.hl7", "AE 101 OBR"),
      Map.entry("ms-fhir-converter/ORM-O01-04.hl7", "AE 101 OBR"),
      Map.entry("ms-fhir-converter/ORM-O01-05.hl7", "AE 101 OBR"),
      Map.entry("ms-fhir-converter/ORM-O01-06.hl7", "AE 101 OBR"),
      // ORC-1 is SR, the answer to a query about an order.
      Map.entry("ans-teleradiology/exemples-04-OMI_O23.hl7", "AE 103 ORC"),
      // Neither placer, filler nor accession number.
      Map.entry("ms-fhir-converter/OMG-O19-01.hl7", "AE 101 ORC"),
      Map.entry("ms-fhir-converter/OMG-O19-02.hl7", "AE 101 ORC"),
      // TQ1-7 holds a priority: the sender counts its fields wrongly.
      Map.entry("pacs_bridge-docs/08_mwl_hl7_integration-01-ORM_O01.hl7", "AE 102 TQ1"),
      // They report on an order that 02_hl7_message_types-05 has canceled.
      Map.entry("pacs_bridge-docs/08_mwl_hl7_integration-02-ORM_O01.hl7", "AE 207 ORC"),
      Map.entry("pacs_bridge-docs/08_mwl_hl7_integration-03-ORM_O01.hl7", "AE 207 ORC"),
      // Several messages in one file, read as one.
      Map.entry("hapi-hl7v2/test/resources/ca/uhn/hl7v2/parser/example_oml_o21.hl7",
          "AE 103 ORC"),
      // ORC-1 or every order number is empty.
      Map.entry("ms-fhir-converter/MDHHS-OML-O21-1.hl7", "AE 101 ORC"),
      Map.entry("ms-fhir-converter/OML-O21-03.hl7", "AE 101 ORC"),
      // A file of examples that begins with a comment.
      Map.entry("hapi-hl7v2/test/resources/ca/uhn/hl7v2/util/messages.txt", "AR 100 MSH"));

  /// Why a result is not taken; all others are.
  private static final Map<String, String> REFUSED_RESULTS = refusedResults();

  private static Map<String, String> refusedResults() {
    var refused = new TreeMap<String, String>();
    String fixtures = "aidbox-example/fixtures/hl7v2/oru-r01/";
    refused.put(fixtures + "error/missing-obr-ids.hl7", "AE 101 OBR");
    refused.put(fixtures + "error/missing-obr.hl7", "AE 101 OBR");
    for (String status : List.of("error/obr25-y", "error/obr25-z", "status/obr25-invalid")) {
      refused.put(fixtures + status + ".hl7", "AE 103 OBR");
    }
    for (String nobody : List.of("identity-system/no-match", "patient/empty-pid",
        "patient/pid2-only", "patient/without-pid")) {
      refused.put(fixtures + nobody + ".hl7", "AE 101 PID");
    }
    // Drafts of what another file has signed.
    refused.put(fixtures + "valid-preliminary.hl7", "AE 207 OBR");
    refused.put("pacs_bridge-docs/message-flows-04-ORU_R01.hl7", "AE 207 OBR");
    // Its Base64 is none; broken by a line end; an OBX without OBX-3.
    refused.put("ans-teleradiology/exemples-03-ORU_R01.hl7", "AE 102 OBX");
    refused.put("dcm4che/ORU^R01-PDF.hl7", "AE");
    refused.put("ms-fhir-converter/ORU-R01-01.hl7", "AE 102 OBX");
    // A document without its content, or added to another.
    for (String event : List.of("01", "05", "06", "09")) {
      for (int number = 1; number <= 2; number++) {
        refused.put("ms-fhir-converter/MDM-T%s-%02d.hl7".formatted(event, number), "AR 201 MSH");
      }
    }
    return refused;
  }

  /// Why a message about patients is not taken; all others are.
  private static final Map<String, String> REFUSED_PATIENTS = refusedPatients();

  private static Map<String, String> refusedPatients() {
    var refused = new TreeMap<String, String>();
    refused.put("aidbox-example/fixtures/hl7v2/adt-a01/error/missing-pid.hl7", "AE 101 PID");
    // Version 2.2.
    refused.put("aidbox-example/fixtures/hl7v2/adt-a03/example-01.hl7", "AR 203 MSH");
    // Deletes what a person has to look at: a visit (A23), a patient (A29).
    refused.put("index-snippets/ADT_A23-delete-patient.hl7", "AR 201 MSH");
    // An A60 too, whatever its file is called.
    refused.put("ms-fhir-converter/SIU_12.hl7", "AR 201 MSH");
    // Tracking, pending and their cancellations (A09, A14 to A16, A25 to A27), accounts (A41),
    // visits (A45), allergies (A60): nothing of it is kept.
    for (int event : List.of(9, 14, 15, 16, 25, 26, 27, 29, 41, 45, 60)) {
      for (int number = 1; number <= 2; number++) {
        refused.put("ms-fhir-converter/ADT-A%02d-%02d.hl7".formatted(event, number), "AR 201 MSH");
      }
    }
    return refused;
  }

  /// Some files begin with the byte order mark of UTF-8.
  private static final String START = "^(?:\u00EF\u00BB\u00BF)?";

  private static final Pattern RESULT = Pattern.compile(START + "MSH\\|[^\\r]*\\|(ORU|MDM)\\^");

  private static final Pattern APPOINTMENT = Pattern.compile(START + "MSH\\|[^\\r]*\\|SIU\\^");

  private static final Pattern PATIENT = Pattern.compile(START + "MSH\\|[^\\r]*\\|ADT\\^");

  private static final Pattern ORDER =
      Pattern.compile("MSH\\|[^\\r]*\\|(ORM\\^O01|OMI\\^O23|OMG\\^O19|OML\\^O21)[|^]");

  private static final Pattern ACKNOWLEDGEMENT = Pattern.compile("^MSH\\|[^\\r\\n]*\\|ACK[|^]");

  /// Segment and code of table 0357, in the form of 2.5 and in the one before.
  private static final Pattern ERROR =
      Pattern.compile("\rERR\\|+(\\w{3}).*?(\\d{3})[&^][^&^|]+[&^]HL70357");

  private static Listener listener(LineEnds ends, Misdeclared misdeclared) {
    var read = ReadSettings.DEFAULT.with(ends).with(misdeclared)
        .with(AcknowledgementMode.ORIGINAL);
    var site = new ReceiveSettings.Site(read, OrderSite.standard(FacilityProfile.ZONE));
    return Listener.with(
        new ReceiveSettings(Map.of("BV01", site), java.util.Set.of("P", "T", "D")), "*|*");
  }

  private static List<Path> files() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "the sample data is not here: ../shared/data/hl7");
    try (var files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith("MANIFEST.tsv")).sorted().toList();
    }
  }

  /// What is in a file, without the bytes that no block can hold.
  private static byte[] content(Path file) throws IOException {
    var content = new ByteArrayOutputStream();
    for (byte value : Files.readAllBytes(file)) {
      if (value != 0x0B && value != 0x1C) {
        content.write(value);
      }
    }
    return content.toByteArray();
  }

  private static boolean is(Pattern kind, byte[] content) {
    return kind.matcher(new String(content, ISO_8859_1)).find();
  }

  private static String verdict(byte[] answer) {
    String text = new String(answer, ISO_8859_1);
    String code = text.split("\rMSA\\|")[1].substring(0, 2);
    var error = ERROR.matcher(text);
    return error.find() ? code + " " + error.group(2) + " " + error.group(1) : code;
  }

  @Test
  void takesEveryOrderOrSaysWhyNot() throws IOException {
    assertThat(refused(ORDER, 26)).containsExactlyInAnyOrderEntriesOf(REFUSED);
  }

  @Test
  void keepsEveryPatientOrSaysWhyNot() throws IOException {
    assertThat(refused(PATIENT, 60)).containsExactlyInAnyOrderEntriesOf(REFUSED_PATIENTS);
  }

  @Test
  void keepsEveryResultOrSaysWhyNot() throws IOException {
    assertThat(refused(RESULT, 40)).containsExactlyInAnyOrderEntriesOf(REFUSED_RESULTS);
  }

  @Test
  void keepsEveryAppointmentOrSaysWhyNot() throws IOException {
    assertThat(refused(APPOINTMENT, 15)).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
        // Discontinued and deleted appointments.
        Map.entry("ms-fhir-converter/SIU-S16-01.hl7", "AR 201 MSH"),
        Map.entry("ms-fhir-converter/SIU-S16-02.hl7", "AR 201 MSH"),
        Map.entry("ms-fhir-converter/SIU-S17-01.hl7", "AR 201 MSH"),
        Map.entry("ms-fhir-converter/SIU-S17-02.hl7", "AR 201 MSH"),
        // No SCH.
        Map.entry("dcm4che/SIU^S12-NewAppointmentBooking.hl7", "AE 101 SCH")));
  }

  @Test
  void refusesEveryOtherMessageByItsHeader() throws IOException {
    var verdicts = new TreeMap<String, String>();
    try (var listener = listener(LineEnds.CR_OR_LF, Misdeclared.READ_AS_UTF_8)) {
      for (Path file : files()) {
        byte[] content = content(file);
        if (Stream.of(ORDER, PATIENT, RESULT, APPOINTMENT, ACKNOWLEDGEMENT)
            .noneMatch(kind -> is(kind, content))) {
          verdicts.put(FOLDER.relativize(file).toString(), verdict(listener.send(content)));
        }
      }
    }
    assertThat(verdicts).hasSizeGreaterThan(40);
    assertThat(verdicts.values()).allMatch(
        verdict -> verdict.matches("AR (100|101|200|201|202|203) MSH"));
  }

  /// The messages of a kind that are not taken, each with what is wrong and where.
  private static Map<String, String> refused(Pattern kind, int atLeast) throws IOException {
    var verdicts = new TreeMap<String, String>();
    int sent = 0;
    try (var listener = listener(LineEnds.CR_OR_LF, Misdeclared.READ_AS_UTF_8)) {
      for (Path file : files()) {
        byte[] content = content(file);
        if (!is(kind, content)) {
          continue;
        }
        sent++;
        String verdict = verdict(listener.send(unique(content, sent)));
        if (!verdict.equals("AA")) {
          verdicts.put(FOLDER.relativize(file).toString(), verdict);
        }
      }
    }
    assertThat(sent).isGreaterThanOrEqualTo(atLeast);
    return verdicts;
  }

  /// Several projects use one control id for different messages: each file gets its own sender.
  private static byte[] unique(byte[] content, int number) {
    return new String(content, ISO_8859_1)
        .replaceFirst("(MSH\\|[^|]*\\|)[^|]*", "$1S" + number).getBytes(ISO_8859_1);
  }

  @Test
  void keepsVietnameseNamesUntilTheWorklistRows() throws IOException {
    try (var listener = listener(LineEnds.CR, Misdeclared.REFUSE)) {
      for (String name : List.of("vn-his/Hl7MessageQueue-01-ORM_O01.hl7",
          "derived/ORM_O01-vn-utf8.hl7")) {
        assumeTrue(Files.exists(FOLDER.resolve(name)), name + " is not here");
        assertThat(verdict(listener.send(content(FOLDER.resolve(name))))).isEqualTo("AA");
      }
      assertThat(listener.texts("""
          SELECT p.family || ' ' || p.given || ' / ' || (s.content ->> 'description')
          FROM scheduled_step s JOIN imaging_order o ON o.id = s.order_id
          JOIN patient p ON p.id = o.patient_id WHERE s.open ORDER BY s.id"""))
          .containsExactly("NGUYỄN VĂN AN / X-Quang ngực thẳng",
              "NGUYỄN THỊ HƯƠNG GIANG / X-quang ngực thẳng");
    }
  }

  @Test
  void answersEveryFileWhateverItHolds() throws IOException {
    var answers = new ArrayList<String>();
    try (var listener = listener(LineEnds.CR, Misdeclared.REFUSE);
        var client = listener.connect()) {
      for (Path file : files()) {
        if (is(ACKNOWLEDGEMENT, content(file))) {
          continue;
        }
        String answer = new String(client.exchange(content(file)), ISO_8859_1);
        assertThat(answer).as(file.toString()).startsWith("MSH").contains("\rMSA")
            .doesNotContain("send it again later");
        answers.add(answer);
      }
    }
    assertThat(answers).hasSizeGreaterThan(250);
  }
}
