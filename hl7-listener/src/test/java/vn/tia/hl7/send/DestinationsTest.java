package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.tia.hl7.send.Sender.fields;
import static vn.tia.hl7.send.Sender.until;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Dialect.Unwritable;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.FaultLocation;
import vn.tia.mapping.hl7.Hl7Version;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.access.Access;

/// Receivers that are down, drop connections, refuse, or can't read all letters.
@Timeout(120)
class DestinationsTest {

  private Optional<Sender> started = Optional.empty();

  private Sender start(Hl7Destination... destinations) {
    var sender = new Sender(destinations);
    started = Optional.of(sender);
    return sender;
  }

  @AfterEach
  void close() {
    started.ifPresent(Sender::close);
  }

  private static List<String> conclusions(List<String> messages) {
    return messages.stream().flatMap(message -> Stream.of(message.split("\r")))
        .filter(line -> line.contains("[Impression]"))
        .map(line -> line.split("\\|")[5]).toList();
  }

  @Test
  void givesAReceiverThatWasDownEverythingOnceAndInOrderPerPatient() throws Exception {
    try (var his = new ScriptedHis()) {
      var sender = start(Sender.to("his", his.port, SentKind.ORU_R01));
      for (int patient = 0; patient < 5; patient++) {
        String id = sender.patient("P" + patient);
        for (int version = 0; version < 4; version++) {
          sender.put(sender.report(id, patient + "." + version));
        }
      }
      until(() -> sender.waiting().stream().anyMatch(one -> one.attempts() > 1));
      his.drops.set(3);
      his.up();
      until(() -> sender.waiting().isEmpty());

      assertThat(his.received.size()).isGreaterThanOrEqualTo(23);
      var kept = conclusions(his.kept());
      assertThat(kept).hasSize(20).doesNotHaveDuplicates();
      for (int patient = 0; patient < 5; patient++) {
        String prefix = patient + ".";
        assertThat(kept.stream().filter(text -> text.startsWith(prefix)))
            .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3);
      }
      assertThat(sender.dead()).isEmpty();
    }
  }

  @Test
  void letsOtherPatientsGoOnWhileOneWaits() throws Exception {
    try (var his = new ScriptedHis()) {
      var sender = start(Sender.to("his", his.port, SentKind.ORU_R01));
      his.fault = Optional.of(Fault.reject(FaultCode.INTERNAL, "later"));
      his.up();
      String first = sender.patient("P1");
      sender.put(sender.report(first, "1.0"));
      until(() -> !his.received.isEmpty());
      sender.put(sender.report(first, "1.1"));
      sender.put(sender.report(sender.patient("P2"), "2.0"));
      until(() -> conclusions(his.received).contains("2.0"));

      assertThat(conclusions(his.received)).doesNotContain("1.1");

      his.fault = Optional.empty();
      until(() -> sender.waiting().isEmpty());
      var taken = conclusions(his.received);
      assertThat(taken.lastIndexOf("1.0")).isLessThan(taken.indexOf("1.1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AE", "AR", "CE", "CR"})
  void stopsAndShowsWhatIsRefusedAndSendsItAgainWhenAsked(String code) throws Exception {
    try (var his = new ScriptedHis()) {
      var sender = start(Sender.to("his", his.port, SentKind.ORU_R01));
      his.fault = Optional.of(Fault.error(FaultCode.UNKNOWN_KEY,
          FaultLocation.of("PID", 3), "no such patient"));
      his.code = code;
      his.up();
      sender.put(sender.report(sender.patient("P1"), "refused"));
      until(() -> sender.dead().size() == 1);

      assertThat(sender.dead().getFirst().reason()).isEqualTo(code + " 204");
      assertThat(his.received).hasSize(1);

      his.fault = Optional.empty();
      his.code = "CA";
      var access = Access.to(sender.facility.id());
      assertThat(sender.deliveries.revive(sender.dead().getFirst().id(), access)).isTrue();
      until(() -> his.received.size() == 2 && sender.waiting().isEmpty());
      assertThat(sender.dead()).isEmpty();
      assertThat(his.kept()).hasSize(1);
    }
  }

  @Test
  void writesToEachReceiverInItsVersionAndCharacters() throws Exception {
    try (var his = new ScriptedHis().up(); var old = new ScriptedHis(ISO_8859_1).up();
        var strict = new ScriptedHis(ISO_8859_1).up()) {
      var sender = start(
          Sender.to("his", his.port, SentKind.ORU_R01),
          Sender.to("old", old.port,
              new Dialect(Hl7Version.V2_3, "8859/1", Unwritable.WITHOUT_ACCENTS),
              SentKind.ORU_R01),
          Sender.to("strict", strict.port,
              new Dialect(Hl7Version.V2_4, "8859/1", Unwritable.LAY_ASIDE), SentKind.ORU_R01));
      sender.put(sender.report(sender.patient("P1"), "Hòa nhập"));
      sender.untilRead();
      until(() -> sender.waiting().isEmpty());

      assertThat(fields(his.received, "PID", 5)).containsExactly("ĐẶNG^HƯỜNG^THỊ^^^^L");
      assertThat(fields(old.received, "PID", 5)).containsExactly("DANG^HUONG^THI^^^^L");
      assertThat(fields(old.received, "MSH", 11)).containsExactly("2.3");
      assertThat(fields(old.received, "MSH", 17)).containsExactly("8859/1");
      assertThat(conclusions(old.received)).containsExactly("Hòa nhap");
      assertThat(strict.received).isEmpty();
      assertThat(sender.dead()).extracting(one -> one.reason()).containsExactly(
          "6 characters are not in 8859/1, the receiver's character set");
      assertThat(sender.database.jdbc().sql("SELECT remark FROM delivery WHERE destination = 'old'")
          .query(String.class).single())
          .isEqualTo("6 characters are not in 8859/1: sent without accents");
    }
  }

  @Test
  void refusesSettingsThatCannotWork() {
    var old = new Dialect(Hl7Version.V2_3_1, "ASCII", Unwritable.LAY_ASIDE);
    assertThatThrownBy(() -> Sender.to("his", 1, old, SentKind.OMI_O23)).hasMessage(
        "the destination his can't be sent to: OMI^O23 is in HL7 2.5 to 2.8, not in 2.3.1");
    assertThatThrownBy(() -> Sender.to("his", 0, SentKind.ADT))
        .hasMessage("the destination his has the port 0, expected 1 to 65535");
    assertThatThrownBy(() -> Sender.to("a|b", 1, SentKind.ADT))
        .hasMessageContaining("with a delimiter in it");
    assertThatThrownBy(() -> Sender.to("his", 1))
        .hasMessage("the destination his gets no kind of message");
  }
}
