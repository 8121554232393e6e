package vn.tia.fhir.search.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.elastic.ElasticsearchNode.Security;
import vn.tia.fhir.search.elastic.ElasticsearchSettings.Login;

/// A real node with TLS that lets in only whom it knows. The node of Maven Central's archive can't
/// make API keys, whose index needs a module that isn't in it.
@Timeout(300)
class ElasticsearchSecuredTest {
  private static final String PASSWORD = "only-for-this-test";

  private static TestElasticsearch node;
  private static SSLContext trusting;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var keys = keys(folder.resolve("keys.p12"));
    trusting = trusting(keys);
    node = TestElasticsearch.secured(new Security("https",
        List.of("xpack.security.enabled: true", "xpack.security.http.ssl.enabled: true",
            "xpack.security.http.ssl.certificate: http.crt",
            "xpack.security.http.ssl.key: http.key"),
        Map.of("http.crt", pem("CERTIFICATE", keys.getCertificate("es").getEncoded()),
            "http.key", pem("PRIVATE KEY",
                keys.getKey("es", PASSWORD.toCharArray()).getEncoded()),
            "users", "admin:%1$s\ntia:%1$s\n".formatted(hash()),
            "users_roles", "superuser:admin\nsearcher:tia\n",
            "roles.yml", """
                searcher:
                  indices:
                    - names: ["test-*"]
                      privileges: ["all"]
                """)));
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static KeyStore keys(Path file) throws Exception {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var made = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "es", "-keyalg",
        "EC", "-validity", "2", "-dname", "CN=es", "-ext", "san=ip:127.0.0.1", "-storetype",
        "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(made.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static SSLContext trusting(KeyStore keys) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("es", keys.getCertificate("es"));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(
        what, Base64.getMimeEncoder().encodeToString(der), what);
  }

  private static String hash() throws NoSuchAlgorithmException {
    return "{SHA}" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
        .digest(PASSWORD.getBytes(StandardCharsets.UTF_8)));
  }

  private static ElasticsearchSearchIndex index(Login login, Optional<SSLContext> tls) {
    var plain = node.settings();
    return ElasticsearchSearchIndex.open(new ElasticsearchSettings(
        plain.urls(), login, tls, plain.indices(), plain.timeouts()), "set");
  }

  /// As the feed and a search use it, with a second page at a point in time.
  private static void use(ElasticsearchSearchIndex index) {
    try (index) {
      index.clear();
      index.apply(List.of(document("a").put(), document("b").put(), document("c").put()));
      index.reached("1");
      index.refresh();
      index.commit();
      var first = index.search(query(Optional.empty()));
      var second = index.search(query(first.next()));
      assertThat(List.of(first.hits().size(), second.hits().size())).containsExactly(2, 1);
      var built = index.beside("another set");
      built.reached("2");
      index.takeOver(built);
      assertThat(index.cursor()).contains("2");
    }
  }

  private static SearchQuery query(Optional<PageKey> after) {
    return new SearchQuery("Patient", Set.of(1), new Clause.Everything(),
        new Page(List.of(), 2, after, SearchQuery.Total.WHEN_FREE), List.of());
  }

  @Test
  void isUsedByUserAndPassword() {
    use(index(new Login.Password("admin", PASSWORD), Optional.of(trusting)));
  }

  /// The rights that the operator's guide names are enough.
  @Test
  void isUsedByWhomMayUseItsIndicesOnly() {
    use(index(new Login.Password("tia", PASSWORD), Optional.of(trusting)));
  }

  @Test
  void letsNobodyElseIn() {
    for (var login : List.of(new Login.Password("tia", "wrong"), new Login.ApiKey("d3Jvbmc6a2V5"),
        new Login.Nobody())) {
      try (var index = index(login, Optional.of(trusting))) {
        assertThatThrownBy(index::cursor).isInstanceOf(SearchUnavailable.class)
            .hasMessageContaining("refuses our user or key");
      }
    }
  }

  @Test
  void isNotTrustedWithoutItsCertificate() {
    try (var index = index(new Login.Password("tia", PASSWORD), Optional.empty())) {
      assertThatThrownBy(index::cursor).isInstanceOf(SearchUnavailable.class)
          .hasMessageContaining("cannot be reached");
    }
  }
}
