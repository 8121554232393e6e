package vn.tia.bridge.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The bucket of an [S3ObjectStore], who asks for it, and the limits.
///
/// @param bucket it has to be there already
/// @param spool a directory of this process alone, for objects on their way in
/// @param limits of one object and of the spool's disk
/// @param patience how long is waited for the server
public record S3ObjectStoreSettings(
    Bucket bucket, Login login, Path spool, Limits limits, Patience patience) {

  /// A bucket and where it is.
  ///
  /// @param endpoint a server of one's own; empty: AWS, in the region
  /// @param prefix what the keys of our objects begin with, so that a bucket can be shared
  /// @param addressing how the bucket is named in a URL
  public record Bucket(Optional<URI> endpoint, String region, String name, String prefix,
      Addressing addressing) {
    public Bucket {
      if (name.isBlank() || region.isBlank()) {
        throw new IllegalArgumentException("an S3 object store needs a bucket and a region");
      }
    }
  }

  /// Whether a bucket is a part of the path, as servers of one's own want it, or of the host name.
  public enum Addressing { PATH, HOST }

  /// Who asks.
  public sealed interface Login {
    /// An access key and its secret.
    record Key(String access, String secret) implements Login {
      /// Without the secret.
      @Override
      public String toString() {
        return "Key[" + access + "]";
      }
    }

    /// What the environment says: variables, the profile, or the machine's role.
    record Environment() implements Login {}
  }

  /// The limits.
  ///
  /// @param bytesMax the longest object; 8 GiB by default, as of the file store
  /// @param bytesFreeMin what is left free on the spool's disk; 1 GiB by default
  /// @param partBytes what goes in one request; longer objects go in parts of so much. 16 MiB by
  ///     default: 10,000 parts, S3's limit, are then 160 GB; S3 wants at least 5 MiB
  public record Limits(long bytesMax, long bytesFreeMin, int partBytes) {
    private static final int PARTS_MAX = 10_000;
    private static final int MIB = 1 << 20;
    public static final Limits DEFAULT = new Limits(8L << 30, 1L << 30, 16 * MIB);

    public Limits {
      if (bytesMax <= 0 || bytesFreeMin < 0) {
        throw new IllegalArgumentException(
            "bytesMax must be positive and bytesFreeMin not negative");
      }
      if (partBytes < 5 * MIB || bytesMax / partBytes >= PARTS_MAX) {
        throw new IllegalArgumentException(
            "a part has at least 5 MiB, and an object at most 10,000 parts");
      }
    }
  }

  /// How long is waited.
  ///
  /// @param connect for a connection; 2 s by default, since the server is near
  /// @param answer for the next bytes of an answer; 20 s by default, less than modalities wait
  /// @param whole for all attempts of one request together; 40 s by default
  public record Patience(Duration connect, Duration answer, Duration whole) {
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(40));
  }
}
