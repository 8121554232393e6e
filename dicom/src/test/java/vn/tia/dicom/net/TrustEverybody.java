package vn.tia.dicom.net;

import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that asks nobody who he is, for tests of what the server asks.
final class TrustEverybody implements X509TrustManager {
  static final TrustManager[] MANAGERS = {new TrustEverybody()};

  private TrustEverybody() {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
