package vn.tia.fhir.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import vn.tia.records.access.Access;
import vn.tia.records.studies.StudySearch;
import vn.tia.records.testkit.TestRecords;

/// What the viewer's addresses lead to.
class ViewerPagesTest {
  private final TestRecords records = TestRecords.fresh();
  private final ViewerFiles files = new ViewerFiles();
  private final MockMvc pages = MockMvcBuilders.standaloneSetup(
          new ViewerController(files),
          new ImageDisplayController(files,
              new StudySearch(records.database(), records.patients()),
              _ -> Access.to(records.first().id())))
      .build();

  @BeforeAll
  static void needsTheViewer() {
    assumeTrue(new ViewerFiles().arePresent(), "the build had no npm, so there is no viewer");
  }

  @AfterEach
  void close() {
    records.close();
  }

  @Test
  void showsStudiesThatAnAddressNames() throws Exception {
    var answer = pages.perform(get("/viewer?StudyInstanceUIDs=1.2.3")).andReturn().getResponse();

    assertThat(answer.getForwardedUrl()).isEqualTo("/index.html");
    assertThat(answer.getHeader("Content-Security-Policy")).isEqualTo("frame-ancestors 'self'");
  }

  @Test
  void leadsToTheStudyListWhereNoStudyIsNamed() throws Exception {
    assertThat(leadsTo("/viewer")).isEqualTo("/");
  }

  @Test
  void invokesTheViewerOnStudies() throws Exception {
    assertThat(leadsTo("/IHEInvokeImageDisplay?requestType=STUDY&studyUID=1.2,1.3"))
        .isEqualTo("/viewer?StudyInstanceUIDs=1.2,1.3");
  }

  @Test
  void invokesTheStudyListOnAPatient() throws Exception {
    assertThat(leadsTo("/IHEInvokeImageDisplay?requestType=PATIENT&patientID=BN%201%5E%5E%5EBVBD"))
        .isEqualTo("/?mrn=BN+1");
  }

  @Test
  void doesNotFindAnUnknownAccessionNumber() throws Exception {
    assertThat(status("/IHEInvokeImageDisplay?requestType=STUDY&accessionNumber=*"))
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "?requestType=SERIES", "?requestType=STUDY", "?requestType=PATIENT&patientID=%5E%5E%5EX",
    "?requestType=STUDY&studyUID=javascript:alert(1)", "?requestType=STUDY&studyUID=1.2,%0d%0aX"})
  void refusesWhatIsNoInvocation(String query) throws Exception {
    assertThat(status("/IHEInvokeImageDisplay" + query)).isEqualTo(400);
  }

  @Test
  void sendsFilesAsTheyLieToBrowsersThatUnpackThem() throws Exception {
    var browser = new MockHttpServletRequest();
    browser.addHeader("Accept-Encoding", "gzip, deflate");

    try (var sent = resolve(browser).getInputStream()) {
      assertThat(sent.readNBytes(2)).containsExactly(0x1f, 0x8b);
    }
    try (var sent = resolve(new MockHttpServletRequest()).getInputStream()) {
      assertThat(new String(sent.readAllBytes())).startsWith("<!doctype html>");
    }
  }

  private Resource resolve(MockHttpServletRequest request) {
    var found = files.resolveResource(request, "index.html", List.of(), null);
    assertThat(found).isNotNull();
    return found;
  }

  private String leadsTo(String address) throws Exception {
    return pages.perform(get(URI.create(address))).andReturn().getResponse().getRedirectedUrl();
  }

  private int status(String address) throws Exception {
    return pages.perform(get(URI.create(address))).andReturn().getResponse().getStatus();
  }
}
