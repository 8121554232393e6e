package vn.tia.bridge.s3;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStoreException;

/// What a failed request means for the store.
final class Fault {

  /// What servers say where no room is left: MinIO's and Ceph's words, and WebDAV's number.
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");
  private static final int INSUFFICIENT_STORAGE = 507;

  private Fault() {}

  /// Calls the server, whose failure is told in the words of the port.
  static <T> T told(Supplier<T> call) throws ObjectStoreException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw of(e);
    }
  }

  static ObjectStoreException of(SdkException e) {
    if (e instanceof S3Exception answer) {
      var code = code(answer);
      return FULL.contains(code) || answer.statusCode() == INSUFFICIENT_STORAGE
          ? new ObjectStoreException.Full(e)
          : new ObjectStoreException.Unavailable(
              "the S3 server answered %d %s".formatted(answer.statusCode(), code), e);
    }
    return new ObjectStoreException.Unavailable("the S3 server can't be reached", e);
  }

  /// The same for a request that names an object, which may not be there. A bucket that isn't
  /// there is another thing: its objects may be whole.
  static ObjectStoreException of(SdkException e, ObjectId id) {
    return e instanceof S3Exception answer && code(answer).equals("NoSuchKey")
        ? new ObjectStoreException.Missing(id) : of(e);
  }

  static boolean isPastTheEnd(SdkException e) {
    return e instanceof S3Exception answer && answer.statusCode() == 416;
  }

  /// S3's word for the failure; the text beside it may hold what was sent, so it is not told.
  private static String code(S3Exception answer) {
    return Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::errorCode)
        .orElse("");
  }
}
