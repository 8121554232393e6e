package vn.tia.bench.micro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.pdu.AssociateRequest;
import vn.tia.dicom.net.pdu.DataTransfer;
import vn.tia.dicom.net.pdu.DataValue;
import vn.tia.dicom.net.pdu.Pdu;
import vn.tia.dicom.net.pdu.PduEncoder;
import vn.tia.dicom.net.pdu.PduReader;
import vn.tia.dicom.net.pdu.ProposedContext;
import vn.tia.dicom.net.pdu.UserInformation;

/// PDUs without a network: 128 KiB of data, and a request for 32 presentation contexts.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PduBenchmark {
  static final int DATA_BYTES = 131_060;
  private static final int CONTEXTS = 32;

  private final Pdu data = new DataTransfer(List.of(
      new DataValue(1, DataValue.Fragment.DATA, Bytes.wrap(new byte[DATA_BYTES]))));
  private final Pdu request = new AssociateRequest(1, "TIA", "CT1",
      AssociateRequest.DICOM_APPLICATION_CONTEXT,
      IntStream.range(0, CONTEXTS).mapToObj(PduBenchmark::context).toList(),
      UserInformation.of(131_072, "1.2.3", "TIA"));
  private final byte[] dataBytes = PduEncoder.encode(data);
  private final byte[] requestBytes = PduEncoder.encode(request);

  private static ProposedContext context(int number) {
    return new ProposedContext(2 * number + 1, Uids.CT_IMAGE_STORAGE.value(),
        List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2"));
  }

  private static Optional<Pdu> read(byte[] bytes) throws IOException {
    return new PduReader(new ByteArrayInputStream(bytes), 1 << 20, 1 << 20).read();
  }

  @Benchmark
  public byte[] encodeData() {
    return PduEncoder.encode(data);
  }

  @Benchmark
  public Optional<Pdu> decodeData() throws IOException {
    return read(dataBytes);
  }

  @Benchmark
  public byte[] encodeRequest() {
    return PduEncoder.encode(request);
  }

  @Benchmark
  public Optional<Pdu> decodeRequest() throws IOException {
    return read(requestBytes);
  }
}
