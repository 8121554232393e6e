package vn.tia.bench.micro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;

/// Files of one CT slice, in memory.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileBenchmark {
  private final byte[] slice = CtSlice.file();
  private final byte[] scanned = Samples.scannedSlice();
  private final DicomFile file = read(slice);

  private static DicomFile read(byte[] bytes) {
    try {
      return DicomFile.read(new ByteArrayInputStream(bytes), ReadSettings.DEFAULT);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public DicomHeader header() throws IOException {
    return DicomFile.readHeader(new ByteArrayInputStream(slice), ReadLimits.DEFAULT);
  }

  /// As the store does it: some values are looked at, the rest is not decoded.
  @Benchmark
  public int headerAndIdentifiers() throws IOException {
    Dataset header =
        DicomFile.readHeader(new ByteArrayInputStream(slice), ReadLimits.DEFAULT).dataset();
    return header.string(Tags.SOP_INSTANCE_UID).orElse("").length()
        + header.string(Tags.STUDY_INSTANCE_UID).orElse("").length()
        + header.string(Tags.SERIES_INSTANCE_UID).orElse("").length()
        + header.string(Tags.PATIENT_ID).orElse("").length()
        + header.string(Tags.PATIENT_NAME).orElse("").length();
  }

  /// A slice of a real scanner, with 150 private elements.
  @Benchmark
  public DicomHeader headerOfScanner() throws IOException {
    return DicomFile.readHeader(new ByteArrayInputStream(scanned), ReadLimits.DEFAULT);
  }

  @Benchmark
  public DicomFile whole() throws IOException {
    return DicomFile.read(new ByteArrayInputStream(slice), ReadSettings.DEFAULT);
  }

  @Benchmark
  public void write() throws IOException {
    file.write(OutputStream.nullOutputStream());
  }
}
