package vn.tia.records.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnavailableTranslatorTest {
  @ParameterizedTest
  @CsvSource({
    "53100, the database's disk is full",
    "57P01, the database is stopping or starting",
    "57P03, the database is stopping or starting",
    "08006, the connection to the database broke",
    "25006, the database is read-only",
    "53300, 'the database is out of resources, SQLSTATE 53300'",
    "58030, 'the database is out of resources, SQLSTATE 58030'"
  })
  void saysWhyInASentence(String state, String sentence) {
    assertThat(UnavailableTranslator.unavailable(new SQLException("secret", state)))
        .hasValueSatisfying(error -> assertThat(error.getMessage()).startsWith(sentence));
  }

  @Test
  void saysThatNobodyAnswers() {
    var error = new SQLTransientConnectionException("timed out after 500 ms", "08001");

    assertThat(UnavailableTranslator.unavailable(error)).hasValueSatisfying(found ->
        assertThat(found.getMessage()).startsWith("the database doesn't answer"));
  }

  @Test
  void leavesAWrongStatementAWrongStatement() {
    assertThat(UnavailableTranslator.unavailable(new SQLException("duplicate", "23505"))).isEmpty();
  }
}
