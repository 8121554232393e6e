package vn.tia.bridge.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.objects.Upload;

/// Keeps objects in an S3 bucket, under the prefix and their id.
///
/// Durable means: acknowledged by S3, whose checksum is ours. An id begins with its time, so the
/// bucket lists objects in the order of their making, and a sweep reads only the hours it needs.
/// Many processes may share a bucket; each has a spool of its own.
public final class S3ObjectStore implements ObjectStore {

  private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);
  private static final int TIME_DIGITS = 12;
  /// How old an unfinished upload in parts is before it counts as left behind.
  private static final Duration UNFINISHED_MAX = Duration.ofHours(24);

  private final S3ObjectStoreSettings settings;
  private final InstantSource clock;
  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final Sending sending;

  /// Opens the store and removes what an earlier process left unfinished. A server that can't be
  /// reached yet is no hindrance: until it can, nothing is stored and nothing lost.
  ///
  /// @throws IOException if the server says that the bucket isn't there, or isn't ours
  public S3ObjectStore(S3ObjectStoreSettings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.client = Clients.of(settings);
    this.bucket = settings.bucket().name();
    this.prefix = settings.bucket().prefix();
    this.sending = new Sending(client, bucket, settings.limits().partBytes());
    try {
      emptySpool();
      abortUnfinished();
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public Upload begin() throws IOException {
    long free = Files.getFileStore(settings.spool()).getUsableSpace();
    if (free < settings.limits().bytesFreeMin()) {
      throw new ObjectStoreException.Full(free, settings.limits().bytesFreeMin());
    }
    var file = settings.spool().resolve(ObjectId.create(clock.instant()).value());
    return new S3Upload(this, file, settings.limits());
  }

  /// Sends a whole file; when this returns, S3 has it.
  ObjectId keep(S3Upload.Staged staged) throws IOException {
    var id = ObjectId.create(clock.instant());
    sending.send(key(id), staged);
    return id;
  }

  @Override
  public SeekableByteChannel open(ObjectId id) throws IOException {
    return new S3Channel((offset, count) -> read(id, offset, count), 0, S3Channel.JUMPING_BYTES);
  }

  @Override
  public InputStream stream(ObjectId id, long offset) throws IOException {
    return Channels.newInputStream(new S3Channel(
        (from, count) -> read(id, from, count), offset, S3Channel.READING_ON_BYTES));
  }

  private Ranges.Part read(ObjectId id, long offset, int count) throws ObjectStoreException {
    try {
      var answer = client.getObjectAsBytes(request -> request.bucket(bucket).key(key(id))
          .range("bytes=" + offset + "-" + (offset + count - 1)));
      return new Ranges.Part(answer.asByteArrayUnsafe(), size(answer.response()));
    } catch (SdkException e) {
      if (Fault.isPastTheEnd(e)) {
        return new Ranges.Part(new byte[0], offset);
      }
      throw Fault.of(e, id);
    }
  }

  /// The length after the `/` of `bytes 0-65535/526402`; of an answer with all, its own.
  private static long size(GetObjectResponse answer) {
    var range = answer.contentRange();
    return range == null
        ? answer.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  @Override
  public boolean delete(ObjectId id) throws IOException {
    try {
      client.headObject(HeadObjectRequest.builder().bucket(bucket).key(key(id)).build());
      client.deleteObject(request -> request.bucket(bucket).key(key(id)));
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    } catch (SdkException e) {
      throw Fault.of(e);
    }
  }

  @Override
  public Stream<ObjectId> made(Instant from, Instant until) throws IOException {
    // What comes after a key that is shorter than any of ours, and smaller than those wanted.
    var before = prefix + digits(from);
    try {
      var objects = client.listObjectsV2Paginator(
          request -> request.bucket(bucket).prefix(prefix).startAfter(before)).contents();
      return objects.stream()
          .map(object -> object.key().substring(prefix.length()))
          .takeWhile(name -> name.compareTo(digits(until)) < 0)
          .filter(ObjectId::isOne)
          .map(ObjectId::new)
          .filter(id -> !id.created().isBefore(from) && id.created().isBefore(until));
    } catch (SdkException e) {
      throw Fault.of(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private String key(ObjectId id) {
    return prefix + id.value();
  }

  private static String digits(Instant time) {
    return HexFormat.of().toHexDigits(Math.max(0, time.toEpochMilli()), TIME_DIGITS);
  }

  private void emptySpool() throws IOException {
    Files.createDirectories(settings.spool());
    List<Path> left;
    try (var files = Files.list(settings.spool())) {
      left = files.toList();
    }
    for (var file : left) {
      Files.delete(file);
    }
  }

  private void abortUnfinished() throws IOException {
    var old = clock.instant().minus(UNFINISHED_MAX);
    try {
      client.listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(prefix))
          .uploads().stream()
          .filter(upload -> upload.initiated().isBefore(old))
          .forEach(upload -> client.abortMultipartUpload(request -> request.bucket(bucket)
              .key(upload.key()).uploadId(upload.uploadId())));
    } catch (S3Exception e) {
      if (e.statusCode() < 500) {
        throw new IOException("the bucket " + bucket + " can't be used: "
            + Fault.of(e).getMessage(), e);
      }
      LOG.warn("the object store waits for its server: {}", Fault.of(e).getMessage());
    } catch (SdkException e) {
      LOG.warn("the object store waits for its server: {}", Fault.of(e).getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
