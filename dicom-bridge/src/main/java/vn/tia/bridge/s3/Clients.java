package vn.tia.bridge.s3;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Addressing;
import vn.tia.bridge.s3.S3ObjectStoreSettings.Login;

/// Makes the client of AWS's SDK, on the HTTP of the JDK.
final class Clients {
  private Clients() {}

  static S3Client of(S3ObjectStoreSettings settings) {
    var bucket = settings.bucket();
    var patience = settings.patience();
    var client = S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder()
            .connectionTimeout(patience.connect())
            .socketTimeout(patience.answer()))
        .overrideConfiguration(all -> all.apiCallTimeout(patience.whole()))
        .region(Region.of(bucket.region()))
        .credentialsProvider(credentials(settings.login()))
        // Ours go along as MD5 and SHA-256, which every server knows; newer ones don't.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false)
            .pathStyleAccessEnabled(bucket.addressing() == Addressing.PATH));
    bucket.endpoint().ifPresent(client::endpointOverride);
    return client.build();
  }

  private static AwsCredentialsProvider credentials(Login login) {
    return switch (login) {
      case Login.Key(var access, var secret) ->
          StaticCredentialsProvider.create(AwsBasicCredentials.create(access, secret));
      case Login.Environment() -> DefaultCredentialsProvider.builder().build();
    };
  }
}
