package vn.tia.records.database;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Checks that a server can promise what Tia promises: commit = durable, and all of Unicode.
final class FitServer {
  static final int VERSION_MIN = 15;

  private FitServer() {}

  static void check(JdbcClient jdbc) {
    var version = Integer.parseInt(show(jdbc, "server_version_num")) / 10_000;
    if (version < VERSION_MIN) {
      throw new UnfitServerException(
          "PostgreSQL " + VERSION_MIN + " or newer is needed, this server is " + version);
    }
    var encoding = show(jdbc, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new UnfitServerException(
          "the database's encoding must be UTF8, it is " + encoding);
    }
    Map.of("fsync", "losing committed rows", "full_page_writes", "tearing pages")
        .forEach((setting, harm) -> requireNotOff(jdbc, setting, harm + " in a power cut"));
    requireNotOff(jdbc, "synchronous_commit", "losing committed rows in a crash");
  }

  private static void requireNotOff(JdbcClient jdbc, String setting, String harm) {
    if (show(jdbc, setting).equals("off")) {
      throw new UnfitServerException(
          "the database server runs with " + setting + "=off, which risks " + harm
              + ": switch it on");
    }
  }

  private static String show(JdbcClient jdbc, String setting) {
    return jdbc.sql("SELECT current_setting(?)").param(setting).query(String.class).single();
  }
}
