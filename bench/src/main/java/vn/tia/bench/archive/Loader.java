package vn.tia.bench.archive;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.tia.bench.archive.Slices.Slice;
import vn.tia.bench.archive.Slices.Study;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;

/// Brings studies into an archive; each call returns when the archive says that it has them.
public final class Loader {
  private static final String BOUNDARY = "tia-bench";
  private static final byte[] PART =
      ("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PART_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END =
      ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);

  private final Archive archive;
  private final ClientSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Loader(Archive archive) {
    this.archive = archive;
    this.settings = ClientSettings
        .toLoopback(archive.dicomPort(), "TIA_BENCH", archive.aeTitle())
        .propose(Uids.CT_IMAGE_STORAGE.value(),
            List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value()));
  }

  /// An association for C-STORE.
  public Association open() throws IOException {
    return Association.open(settings);
  }

  /// Sends a study by C-STORE, slice by slice.
  public static void store(Association association, Study study) throws IOException {
    for (Slice slice : study.slices()) {
      store(association, slice);
    }
  }

  /// Sends one slice by C-STORE.
  public static void store(Association association, Slice slice) throws IOException {
    Status status = association.store(slice.instance(), slice.dataset());
    if (status.code() != 0) {
      throw new IOException("a C-STORE was answered %04X".formatted(status.code()));
    }
  }

  /// Sends a study by STOW-RS in one request.
  public void stow(Study study) throws IOException, InterruptedException {
    List<byte[]> body = new ArrayList<>();
    long length = END.length;
    for (Slice slice : study.slices()) {
      byte[] file = slice.toFile();
      body.addAll(List.of(PART, file, PART_END));
      length += PART.length + file.length + PART_END.length;
    }
    body.add(END);
    var request = HttpRequest.newBuilder(URI.create(archive.web() + "/studies"))
        .header("Content-Type",
            "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY)
        .header("Accept", "application/dicom+json")
        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(body), length)).build();
    var answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("a STOW request was answered " + answer.statusCode());
    }
  }
}
