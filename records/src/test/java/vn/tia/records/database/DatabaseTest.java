package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.records.database.DatabaseSettings.ExternalServer;
import vn.tia.records.testkit.TestDatabase;

class DatabaseTest {
  private final Database database = TestDatabase.fresh();

  @AfterEach
  void close() {
    database.close();
  }

  private void insert(String code) {
    database.jdbc().sql("""
            INSERT INTO facility (code, name, namespace, system, zone)
            VALUES (?, 'x', 'x', 'x', 'x')""").param(code).update();
  }

  private int count() {
    return database.jdbc().sql("SELECT count(*) FROM facility").query(Integer.class).single();
  }

  private static ExternalServer create(String options) {
    var name = "external_" + UUID.randomUUID().toString().substring(0, 8);
    var server = TestDatabase.server();
    try (var database =
        Database.connect(DatabaseSettings.external(server.database("postgres")))) {
      for (var statement : ("CREATE DATABASE " + name + " " + options).split(";")) {
        database.jdbc().sql(statement.replace("THIS", name)).update();
      }
    }
    return server.database(name);
  }

  @Test
  void commitsNestedWorkWithTheOuter() {
    database.inTransaction(() -> {
      insert("outer");
      database.inTransaction(() -> insert("inner"));
    });

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void rollsNestedWorkBackWithTheOuter() {
    assertThatThrownBy(() -> database.inTransaction(() -> {
      database.inTransaction(() -> insert("inner"));
      throw new IllegalStateException("no");
    })).isInstanceOf(IllegalStateException.class).hasMessage("no");

    assertThat(count()).isZero();
  }

  @Test
  void actsAfterTheCommitOnly() {
    var acts = new ArrayList<String>();

    database.inTransaction(() -> {
      database.afterCommit(() -> acts.add("committed " + count()));
      insert("a");
      acts.add("before");
    });
    assertThatThrownBy(() -> database.inTransaction(() -> {
      database.afterCommit(() -> acts.add("never"));
      throw new IllegalStateException("no");
    })).isInstanceOf(IllegalStateException.class);

    assertThat(acts).containsExactly("before", "committed 1");
  }

  @Test
  void keepsValuesOfRowsOutOfErrors() {
    insert("0123456789");

    assertThatThrownBy(() -> insert("0123456789"))
        .hasMessageContaining("facility_code_key")
        .message().doesNotContain("0123456789");
  }

  @Test
  void bringsTheSchemaOfAnExternalServerUpToDate() throws Exception {
    var external = DatabaseSettings.external(create("TEMPLATE template0"));

    Database.open(external).close();
    try (var again = Database.open(external)) {
      assertThat(again.jdbc().sql("SELECT count(*) FROM flyway_schema_history WHERE NOT success")
          .query(Integer.class).single()).isZero();
      assertThat(again.jdbc().sql("SELECT count(*) FROM resource").query(Integer.class).single())
          .isZero();
    }
  }

  @Test
  void refusesAServerThatForgetsCommits() {
    var external = DatabaseSettings.external(
        create("TEMPLATE template0; ALTER DATABASE THIS SET synchronous_commit = off"));

    assertThatThrownBy(() -> Database.open(external))
        .isInstanceOf(UnfitServerException.class)
        .hasMessage("the database server runs with synchronous_commit=off, which risks losing "
            + "committed rows in a crash: switch it on");
  }

  @Test
  void refusesAnEncodingWithoutVietnamese() {
    var external = DatabaseSettings.external(create(
        "TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"));

    assertThatThrownBy(() -> Database.open(external))
        .isInstanceOf(UnfitServerException.class)
        .hasMessage("the database's encoding must be UTF8, it is SQL_ASCII");
  }

  @Test
  void saysThatAnExternalServerIsNotThere() {
    var nobody = new ExternalServer("jdbc:postgresql://127.0.0.1:1/tia", "tia", "x");

    assertThatThrownBy(() -> Database.open(DatabaseSettings.external(nobody)
        .withConnectionTimeout(java.time.Duration.ofMillis(300))))
        .isInstanceOf(RecordsUnavailable.class)
        .hasMessageContaining("the database doesn't answer");
  }

  @Test
  void refusesAUrlOfAnotherDatabase() {
    assertThatThrownBy(() -> new ExternalServer("jdbc:mysql://x/y?password=z", "u", "p"))
        .hasMessage("tia.database.url starts with jdbc:postgresql:, this one doesn't");
  }

  @Test
  void opensTheEmbeddedServerWithNothingButADirectory(@TempDir Path directory) throws Exception {
    try (var embedded = Database.open(DatabaseSettings.embedded(directory.resolve("postgres")))) {
      assertThat(embedded.jdbc().sql("SHOW fsync").query(String.class).single()).isEqualTo("on");
      assertThat(embedded.jdbc().sql("SELECT count(*) FROM outbox").query(Integer.class).single())
          .isZero();
    }
  }
}
