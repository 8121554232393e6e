package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.mapping.exam.ImagingOrder;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.names.PersonNames;

/// Orders of dcm4che whose values name the DICOM attribute that they belong to: what each must
/// become is known.
class KnownAnswersTest {

  @ParameterizedTest
  @ValueSource(strings = {"OMI^O23-ImagingOrder.hl7", "ORM^O01-GeneralOrder.hl7"})
  void putsEachValueWhereItsNameSays(String file) throws IOException {
    var order = read(file);

    assertThat(order.patient().mainIdentifier().orElseThrow().value()).isEqualTo("PID_1");
    assertThat(PersonNames.toPn(order.patient().name())).isEqualTo("Smith^Lucy^Mark");
    assertThat(order.patient().address()).contains("PatientAddress");
    var numbers = order.numbers();
    assertThat(numbers.placer().orElseThrow().value())
        .isEqualTo("PlacerOrderNumberImagingServiceRequest");
    assertThat(numbers.filler().orElseThrow().value())
        .isEqualTo("FillerOrderNumberImagingServiceRequest");
    assertThat(numbers.accession().orElseThrow().value()).isEqualTo("AccessionNumber");
    assertThat(numbers.studyUid()).contains("1.2.392.200036.9125.0.198811291108.7");
    var condition = order.condition();
    assertThat(condition.weightKg().orElseThrow()).isEqualByComparingTo("65");
    assertThat(condition.heightM().orElseThrow()).isEqualByComparingTo("1.65");
    assertThat(condition.comments()).contains("PatientComments");
    assertThat(condition.state()).contains("PatientState");
    assertThat(condition.medicalAlerts()).containsExactly("MedicalAlerts");
    assertThat(order.visit().admissionId().orElseThrow().value())
        .isEqualTo("AdmissionIDFromVisitNo");
    assertThat(order.visit().institutionAddress()).contains("InstitutionAddress");
    assertThat(pn(order.visit().referring())).startsWith("ReferringPhysicianFN^"
        + "ReferringPhysicianGN^ReferringPhysicianMN");
    assertThat(pn(order.request().requester())).startsWith("RequestingPhysicianFN^"
        + "RequestingPhysicianGN^RequestingPhysicianMN");
    assertThat(order.procedure().id()).contains("RequestedProcID");
    assertThat(order.procedure().comments()).contains("RequestedProcedureComments");
    assertThat(order.procedure().transport()).contains("PatientTransportArrangements");
    assertThat(order.steps()).singleElement().satisfies(step -> {
      assertThat(step.id()).contains("ScheduledProcStepID");
      assertThat(step.modality()).contains("CT");
      assertThat(step.start()).contains(java.time.Instant.parse("2000-08-16T08:10:00Z"));
    });
  }

  private static String pn(Optional<Practitioner> person) {
    var name = person.orElseThrow().name();
    return name.family() + "^" + name.given() + "^" + name.middle();
  }

  private static ImagingOrder read(String name) throws IOException {
    var file = Path.of(System.getProperty("tia.root", "."))
        .resolve("../shared/data/hl7/dcm4che").resolve(name);
    assumeTrue(Files.exists(file), "skipped: ../shared/data/hl7 is not here");
    // Declared Latin, it has one dash in UTF-8, which Tia does not guess about.
    byte[] bytes = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
        .replace('–', '-').getBytes(StandardCharsets.ISO_8859_1);
    var settings = ReadSettings.DEFAULT.with(ReadSettings.LineEnds.CR_OR_LF);
    var message = Hl7Message.read(bytes, MessageHeader.read(bytes), settings);
    return OrderMessages.of(message, OrderSite.standard(ZoneId.of("Asia/Ho_Chi_Minh")))
        .orders().getFirst();
  }
}
