package vn.tia.bench.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;

/// Sends the requests of a number of clients at once to one DICOMweb server.
final class WebLoad {
  private static final String BOUNDARY = "tia-bench";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final Dataset slice = CtSlice.dataset();

  WebLoad(String base) {
    this.base = base;
  }

  /// What one client does again and again; it answers how many things were done.
  @FunctionalInterface
  interface Work {
    int once() throws IOException, InterruptedException;
  }

  /// Things done each second by all clients, after a warm-up.
  static double rate(int clients, Duration warmUp, Duration time, Work work) throws Exception {
    var done = new AtomicLong();
    long end = System.nanoTime() + warmUp.plus(time).toNanos();
    List<Future<?>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> {
          while (System.nanoTime() < end) {
            done.addAndGet(work.once());
          }
          return true;
        }));
      }
      Thread.sleep(warmUp);
      long start = System.nanoTime();
      long before = done.get();
      Thread.sleep(time);
      double rate = (done.get() - before) * 1e9 / (System.nanoTime() - start);
      for (var one : running) {
        try {
          one.get();
        } catch (ExecutionException e) {
          throw new IOException("a client failed", e.getCause());
        }
      }
      return rate;
    }
  }

  /// Stores new instances in one request, as a series of their own in a study.
  ///
  /// @return the first of them
  Dataset store(int count, String study) throws IOException, InterruptedException {
    var series = Uid.random().value();
    var body = new ByteArrayOutputStream();
    Dataset first = slice;
    for (int i = 0; i < count; i++) {
      var instance = slice.toBuilder()
          .put(Tags.STUDY_INSTANCE_UID, study)
          .put(Tags.SERIES_INSTANCE_UID, series)
          .put(Tags.SOP_INSTANCE_UID, Uid.random().value())
          .put(Tags.INSTANCE_NUMBER, i + 1).build();
      first = i == 0 ? instance : first;
      text(body, "--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n");
      DicomFile.of(instance, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(body);
      text(body, "\r\n");
    }
    text(body, "--" + BOUNDARY + "--\r\n");
    var answer = client.send(HttpRequest.newBuilder(URI.create(base + "/studies"))
        .header("Content-Type",
            "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY)
        .header("Accept", "application/dicom+json")
        .POST(BodyPublishers.ofByteArray(body.toByteArray())).build(), BodyHandlers.ofByteArray());
    require(answer);
    return first;
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Gets one resource whole, and returns its bytes.
  int get(String path, String accept) throws IOException, InterruptedException {
    var answer = client.send(HttpRequest.newBuilder(URI.create(base + path))
        .header("Accept", accept).build(), BodyHandlers.ofByteArray());
    require(answer);
    return answer.body().length;
  }

  private static void require(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException("the server answered " + answer.statusCode());
    }
  }
}
