package vn.tia.fhir.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import vn.tia.bridge.objects.FileObjectStore;
import vn.tia.bridge.objects.FileObjectStoreSettings;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.s3.S3ObjectStore;
import vn.tia.bridge.s3.S3ObjectStoreSettings;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Addressing;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Bucket;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Limits;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Login;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Patience;

/// Where the DICOM objects are kept: as files on this machine, or in an S3 bucket.
public record ObjectChoice(@DefaultValue("FILES") Store store, @DefaultValue S3 s3) {

  public ObjectChoice {
    if (store == Store.S3) {
      s3.settings(Path.of("spool"));
    }
  }

  /// Files on this machine, or a bucket that several machines share.
  public enum Store { FILES, S3 }

  /// Where an S3 server may be reached without TLS.
  public enum Plain { LOOPBACK, ANYWHERE }

  /// The bucket, used only where it is the store.
  ///
  /// @param endpoint blank: AWS
  /// @param accessKey blank: what the environment says, such as the role of the machine
  public record S3(
      @DefaultValue("") String endpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("") String bucket,
      @DefaultValue("tia/") String prefix,
      @DefaultValue("PATH") Addressing addressing,
      @DefaultValue("LOOPBACK") Plain plain,
      @DefaultValue("") String accessKey,
      @DefaultValue("") String secretKey,
      @DefaultValue("16MB") DataSize partSize,
      @DefaultValue("2s") Duration connectTimeout,
      @DefaultValue("20s") Duration answerTimeout) {

    S3ObjectStoreSettings settings(Path spool) {
      if (bucket.isBlank()) {
        throw new IllegalArgumentException("tia.objects.s3.bucket is blank");
      }
      if (accessKey.isBlank() != secretKey.isBlank()) {
        throw new IllegalArgumentException(
            "tia.objects.s3 needs both access-key and secret-key, or neither");
      }
      var usual = Limits.DEFAULT;
      return new S3ObjectStoreSettings(
          new Bucket(address(), region, bucket, prefix, addressing),
          accessKey.isBlank() ? new Login.Environment() : new Login.Key(accessKey, secretKey),
          spool,
          new Limits(usual.bytesMax(), usual.bytesFreeMin(),
              Math.toIntExact(partSize.toBytes())),
          new Patience(connectTimeout, answerTimeout, answerTimeout.multipliedBy(2)));
    }

    private Optional<URI> address() {
      if (endpoint.isBlank()) {
        return Optional.empty();
      }
      var address = URI.create(endpoint);
      var host = address.getHost();
      if (host == null) {
        throw new IllegalArgumentException("tia.objects.s3.endpoint is no URL with a host");
      }
      boolean isHere = host.equals("localhost") || host.startsWith("127.");
      if (!"https".equals(address.getScheme()) && !isHere && plain == Plain.LOOPBACK) {
        throw new IllegalArgumentException("tia.objects.s3.endpoint leads to another machine "
            + "without TLS: use https, or say plain: ANYWHERE");
      }
      return Optional.of(address);
    }

    /// Without what lets somebody in.
    @Override
    public String toString() {
      return "S3[" + bucket + "]";
    }
  }

  /// Opens the store chosen.
  ///
  /// @param data the directory of Tia
  ObjectStore open(Path data, InstantSource clock) throws IOException {
    return switch (store) {
      case FILES ->
          new FileObjectStore(FileObjectStoreSettings.at(data.resolve("objects")), clock);
      case S3 -> new S3ObjectStore(s3.settings(data.resolve("objects-incoming")), clock);
    };
  }
}
