package vn.tia.bridge.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.objects.StagedFile;
import vn.tia.bridge.s3.S3Upload.Staged;

/// Brings what was staged into the bucket, and believes the server only when it is proven that it
/// got the same bytes.
///
/// Each request carries an MD5, which S3 compares before it acknowledges; what it says of the
/// whole object is compared once more, and where it says nothing of use the object is read again.
record Sending(S3Client client, String bucket, int partBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
  private static final String MEDIA_TYPE = "application/dicom";

  /// Sends the bytes under a key; when this returns, S3 has them.
  void send(String key, Staged staged) throws IOException {
    var tag = Fault.told(
        () -> staged.partMd5s().size() == 1 ? whole(key, staged) : inParts(key, staged));
    if (!tag.equals('"' + expectedTag(staged.partMd5s()) + '"') && !isTheSame(key, staged)) {
      throw new ObjectStoreException.Unavailable(
          "the S3 server holds other bytes than it was sent", new IOException("SHA-256 differs"));
    }
  }

  private String whole(String key, Staged staged) {
    return client.putObject(
        request -> request.bucket(bucket).key(key).contentType(MEDIA_TYPE)
            .contentMD5(base64(staged.partMd5s().getFirst()))
            .checksumSHA256(base64(staged.sha256())),
        body(staged, 0)).eTag();
  }

  private String inParts(String key, Staged staged) {
    var upload = client.createMultipartUpload(
        request -> request.bucket(bucket).key(key).contentType(MEDIA_TYPE)).uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (int i = 0; i < staged.partMd5s().size(); i++) {
        int number = i + 1;
        var md5 = base64(staged.partMd5s().get(i));
        var tag = client.uploadPart(
            request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number)
                .contentMD5(md5),
            body(staged, i)).eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
      return client.completeMultipartUpload(request -> request.bucket(bucket).key(key)
          .uploadId(upload).multipartUpload(all -> all.parts(parts))).eTag();
    } catch (SdkException e) {
      abort(key, upload);
      throw e;
    }
  }

  /// What stays of a broken upload is paid for; the sweep at start removes it where this fails.
  private void abort(String key, String upload) {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("an unfinished upload stays at the S3 server: {}", Fault.of(e).getMessage());
    }
  }

  /// A part of the file, opened anew for each attempt.
  private RequestBody body(Staged staged, int part) {
    long start = (long) part * partBytes;
    long length = Math.min(partBytes, staged.size() - start);
    return RequestBody.fromContentProvider(() -> {
      try {
        var file = FileChannel.open(staged.file(), StandardOpenOption.READ).position(start);
        return new BufferedInputStream(Channels.newInputStream(file), 64 * 1024);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, length, MEDIA_TYPE);
  }

  /// The ETag of unencrypted objects: their MD5, or that of their parts' MD5s.
  private static String expectedTag(List<byte[]> partMd5s) {
    if (partMd5s.size() == 1) {
      return HexFormat.of().formatHex(partMd5s.getFirst());
    }
    MessageDigest md5 = StagedFile.digest("MD5");
    partMd5s.forEach(md5::update);
    return HexFormat.of().formatHex(md5.digest()) + "-" + partMd5s.size();
  }

  private boolean isTheSame(String key, Staged staged) throws IOException {
    var sha256 = StagedFile.digest("SHA-256");
    try (InputStream in = new DigestInputStream(
        client.getObject(request -> request.bucket(bucket).key(key)), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (SdkException e) {
      throw Fault.of(e);
    }
    return MessageDigest.isEqual(sha256.digest(), staged.sha256());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
