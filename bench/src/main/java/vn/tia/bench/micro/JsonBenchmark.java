package vn.tia.bench.micro;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;

/// The metadata of one CT slice as DICOM JSON, as DICOMweb serves it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
  private final Dataset metadata =
      CtSlice.dataset().apply(List.of(new Edit.Remove(Tags.PIXEL_DATA)));
  private final byte[] text = text();

  byte[] text() {
    var out = new ByteArrayOutputStream();
    try {
      new DicomJsonWriter(BulkDataUris.NONE).write(metadata, out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  @Benchmark
  public void writeJson() throws IOException {
    new DicomJsonWriter(BulkDataUris.NONE).write(metadata, OutputStream.nullOutputStream());
  }

  @Benchmark
  public Dataset readJson() throws IOException {
    return new DicomJsonReader().read(new ByteArrayInputStream(text));
  }
}
