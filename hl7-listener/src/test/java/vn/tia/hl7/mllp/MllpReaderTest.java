package vn.tia.hl7.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MllpReaderTest {

  private static final MllpLimits LIMITS = MllpLimits.DEFAULT.withBytesMax(16);

  private static MllpReader reader(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new MllpReader(new ByteArrayInputStream(bytes), LIMITS);
  }

  @Test
  void readsMessagesUntilThePeerCloses() throws IOException {
    var reader = reader("0B 4142 1C0D 0B 43 1C0D");

    assertThat(reader.read()).hasValue(new byte[] {'A', 'B'});
    assertThat(reader.read()).hasValue(new byte[] {'C'});
    assertThat(reader.read()).isEmpty();
  }

  @Test
  void skipsPaddingBetweenBlocks() throws IOException {
    assertThat(reader("0D0A 0B 41 1C0D").read()).hasValue(new byte[] {'A'});
  }

  @Test
  void refusesTextWithoutStartByte() {
    assertThatThrownBy(reader("4D5348 1C0D 0B 41 1C0D")::read)
        .isInstanceOf(MllpException.class)
        .hasMessage("expected VT (0x0B) before a message, got 0x4D");
  }

  @Test
  void refusesEndlessPadding() {
    assertThatThrownBy(reader("0D".repeat(2000))::read)
        .hasMessage("more than 1024 bytes of padding before a message");
  }

  @Test
  void refusesAnEndByteWithoutReturn() {
    assertThatThrownBy(reader("0B 4142 1C 0B 43 1C0D")::read)
        .hasMessage("expected CR (0x0D) after FS and 2 bytes, got 0x0B");
    assertThatThrownBy(reader("0B 4142 1C")::read)
        .hasMessage("the stream ended between FS and CR, after 2 bytes");
  }

  @Test
  void refusesAStartByteInsideABlock() {
    assertThatThrownBy(reader("0B 414243 0B 44 1C0D")::read)
        .hasMessage("a second VT after 3 bytes of a block");
  }

  @Test
  void saysWhereATruncatedBlockEnded() {
    assertThatThrownBy(reader("0B 4142")::read)
        .hasMessage("the stream ended 2 bytes into a block");
  }

  @Test
  void takesAMessageOfExactlyTheLimitAndRefusesOneByteMore() throws IOException {
    assertThat(reader("0B" + "41".repeat(16) + "1C0D").read()).hasValue("A".repeat(16).getBytes());
    assertThatThrownBy(reader("0B" + "41".repeat(17) + "1C0D")::read)
        .hasMessage("a message longer than 16 bytes");
  }

  @Test
  void stopsReadingAtTheLimitHoweverMuchIsSent() {
    var in = new ByteArrayInputStream(endless(4 << 20));
    var reader = new MllpReader(in, MllpLimits.DEFAULT);

    assertThatThrownBy(reader::read).hasMessage("a message longer than 1048576 bytes");
    assertThat(in.available()).isGreaterThan(2 << 20);
  }

  @Test
  void readsWhatTheWriterWroteHoweverTheBytesArrive() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] message = new byte[random.nextInt(20_000)];
      for (int i = 0; i < message.length; i++) {
        message[i] = (byte) (random.nextInt(224) + 0x20);
      }
      var wire = new ByteArrayOutputStream();
      new MllpWriter(wire).write(message);
      var dripping = new ByteArrayInputStream(wire.toByteArray()) {
        @Override
        public synchronized int read(byte[] target, int offset, int length) {
          return super.read(target, offset, Math.min(length, 1 + random.nextInt(700)));
        }
      };

      assertThat(new MllpReader(dripping, MllpLimits.DEFAULT).read())
          .as("seed %d round %d", seed, round).hasValue(message);
    }
  }

  @Test
  void refusesToWriteAMessageThatWouldBeCutInTwo() {
    assertThatThrownBy(() -> new MllpWriter(new ByteArrayOutputStream())
        .write(new byte[] {'A', 0x1C, 0x0D, 'B'}))
        .hasMessage("a framing byte at offset 1 of the message to send");
  }

  private static byte[] endless(int length) {
    byte[] bytes = "A".repeat(length).getBytes();
    bytes[0] = 0x0B;
    return bytes;
  }
}
