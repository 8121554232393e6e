package vn.tia.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;

class PduReaderTest {
  private static final int DATA_MAX = 1_024;
  private static final int ASSOCIATE_MAX = 65_536;

  private static Optional<Pdu> read(Bytes bytes) throws IOException {
    return new PduReader(bytes.stream(), DATA_MAX, ASSOCIATE_MAX).read();
  }

  private static void isRefused(String hex, AbortReason reason, String message) {
    var e = catchThrowableOfType(PduException.class, () -> read(Bytes.hex(hex)));

    assertThat(e).isNotNull().hasMessage(message);
    assertThat(e.reason()).isEqualTo(reason);
  }

  @Test
  void isEmptyAtTheEndOfTheConnection() throws IOException {
    assertThat(read(Bytes.EMPTY)).isEmpty();
  }

  @Test
  void refusesUnknownTypesAtTheirFirstByte() {
    isRefused("20", AbortReason.UNRECOGNIZED_PDU, "PDU type 20 is unknown");
    isRefused("47455420", AbortReason.UNRECOGNIZED_PDU, "PDU type 47 is unknown");
    isRefused("0B4D5348", AbortReason.UNRECOGNIZED_PDU, "PDU type 0B is unknown");
  }

  @ParameterizedTest
  @CsvSource({"01,65536", "02,65536", "03,4", "04,1024", "05,4", "06,4", "07,4"})
  void refusesLengthsBeyondTheLimitBeforeTheBytesArrive(String type, int max) {
    isRefused(
        type + "00FFFFFFFF",
        AbortReason.INVALID_PARAMETER_VALUE,
        "PDU %s announces 4294967295 bytes, the limit is %d".formatted(type, max));
  }

  @Test
  void takesNoMemoryForBytesThatNeverCome() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Bytes announced = Bytes.hex("0100 40000000 0001");
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(
            () -> new PduReader(announced.stream(), DATA_MAX, Integer.MAX_VALUE).read())
        .isInstanceOf(EOFException.class)
        .hasMessage("the connection ended 2 bytes into a PDU of 1073741824");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @Test
  void refusesDataValuesThatDoNotFitTheirPdu() {
    isRefused(
        "0400 00000006 00000009 0103",
        AbortReason.INVALID_PARAMETER_VALUE,
        "a presentation data value announces 9 bytes, its PDU has 2 left");
    isRefused(
        "0400 00000004 00000001",
        AbortReason.INVALID_PARAMETER_VALUE,
        "a presentation data value announces 1 bytes, its PDU has 0 left");
    isRefused(
        "0400 00000000",
        AbortReason.INVALID_PARAMETER_VALUE,
        "a P-DATA-TF holds no presentation data value");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 254})
  void refusesEvenContextIds(int id) {
    var contexts = List.of(new ProposedContext(id, "1.3", List.of("1.4")));

    isRefused(
        hex(contexts),
        AbortReason.INVALID_PARAMETER_VALUE,
        "presentation context id %d is even".formatted(id));
  }

  @Test
  void refusesContextIdsThatAppearTwice() {
    var context = new ProposedContext(5, "1.3", List.of("1.4"));

    isRefused(
        hex(List.of(context, context)),
        AbortReason.INVALID_PARAMETER_VALUE,
        "presentation context id 5 appears twice");
  }

  @Test
  void refusesRequestsWithNoOrTooManyContexts() {
    List<ProposedContext> many = new ArrayList<>();
    for (int i = 0; i < 129; i++) {
      many.add(new ProposedContext(2 * i + 1 & 0xFF, "1.3", List.of("1.4")));
    }

    isRefused(
        hex(List.of()),
        AbortReason.INVALID_PARAMETER_VALUE,
        "1 to 128 presentation contexts are allowed, got 0");
    isRefused(
        hex(many),
        AbortReason.INVALID_PARAMETER_VALUE,
        "1 to 128 presentation contexts are allowed, got 129");
  }

  @Test
  void refusesContextsWithoutTransferSyntax() {
    isRefused(
        hex(List.of(new ProposedContext(1, "1.3", List.of()))),
        AbortReason.INVALID_PARAMETER_VALUE,
        "presentation context 1 lacks an abstract or a transfer syntax");
  }

  private static String hex(List<ProposedContext> contexts) {
    var request =
        new AssociateRequest(1, "A", "B", "1.1", contexts, UserInformation.of(0, "1.2", "V"));
    return Bytes.wrap(PduEncoder.encode(request)).toHex();
  }
}
