package vn.tia.fhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.records.access.Access;
import vn.tia.records.audit.Audit;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.testkit.TestRecords;

class DicomWebAuditTest {
  private final TestRecords records = TestRecords.fresh();
  private final Audit audit = new Audit(records.database());
  private final MockMvc web =
      MockMvcBuilders.standaloneSetup(
              new QidoController(
                  new StudySearch(records.database(), records.patients()),
                  _ -> Access.to(records.first().id())))
          .addInterceptors(new DicomWebAudit(audit))
          .build();

  @AfterEach
  void close() {
    records.close();
  }

  @Test
  void tellsWhatWasAskedOfWhichUidsWithoutTheKeys() throws Exception {
    web.perform(get("/dicom-web/studies").param("PatientName", "HUONG"));
    web.perform(get("/dicom-web/studies/1.2.3/series"));

    assertThat(events())
        .containsExactly(
            "GET /dicom-web/studies || 200", "GET /dicom-web/studies/{study}/series |1.2.3| 200");
  }

  @Test
  void repeatsNothingThatIsNoUid() throws Exception {
    web.perform(get("/dicom-web/studies/HUONG/series"));

    assertThat(events()).singleElement().asString().contains("|no UID|").doesNotContain("HUONG");
  }

  private List<String> events() {
    audit.flush();
    return records
        .database()
        .jdbc()
        .sql(
            """
            SELECT action || ' |' || target || '| ' || outcome FROM audit
            WHERE door = 'DICOMweb' ORDER BY id""")
        .query(String.class)
        .list();
  }
}
