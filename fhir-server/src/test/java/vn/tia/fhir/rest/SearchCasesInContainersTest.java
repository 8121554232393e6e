package vn.tia.fhir.rest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.elasticsearch.ElasticsearchContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import vn.tia.fhir.search.elastic.ElasticsearchSearchIndex;
import vn.tia.fhir.search.elastic.ElasticsearchSettings;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;

/// The contract of searches on the vendors' own images of Elasticsearch and PostgreSQL; skipped,
/// with a sentence, where there is no Docker.
class SearchCasesInContainersTest extends SearchCasesTest {
  private static final String ELASTICSEARCH =
      "docker.elastic.co/elasticsearch/elasticsearch:8.19.21";
  private static final String POSTGRESQL = "postgres:18";

  private static ElasticsearchContainer elasticsearch;
  private static PostgreSQLContainer postgresql;

  @BeforeAll
  static void startInContainers() throws IOException {
    assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
        "no Docker here: the contract runs on the archive of Elasticsearch instead");
    stop();
    elasticsearch = new ElasticsearchContainer(ELASTICSEARCH)
        .withEnv("xpack.security.enabled", "false");
    postgresql = new PostgreSQLContainer(POSTGRESQL);
    elasticsearch.start();
    postgresql.start();
    var settings = ElasticsearchSettings.at(
        List.of("http://" + elasticsearch.getHttpHostAddress())).with(1, 0);
    var database = Database.open(DatabaseSettings.external(new DatabaseSettings.ExternalServer(
        postgresql.getJdbcUrl(), postgresql.getUsername(), postgresql.getPassword())));
    fill(FhirTestServer.on(
        parameters -> ElasticsearchSearchIndex.open(settings, parameters), database));
  }

  @AfterAll
  static void stopContainers() {
    if (elasticsearch != null) {
      elasticsearch.stop();
    }
    if (postgresql != null) {
      postgresql.stop();
    }
  }
}
