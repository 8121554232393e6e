package vn.tia.dicom.net;

import java.util.List;

/// A secure transport connection profile of PS3.15 annex B: which versions of TLS and which cipher
/// suites are spoken, the strongest first. All keep past talks secret when a key is stolen later.
///
/// Cipher suites that Java lacks (Camellia, CCM) are left out; none of them is the only one that a
/// profile demands.
public enum TlsProfile {

  /// By RFC 8996 and RFC 9325 (PS3.15 annex B.12): TLS 1.3 and 1.2.
  BCP_195(
      List.of("TLSv1.3", "TLSv1.2"),
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")),

  /// The modified one (PS3.15 annex B.13), which also allows ChaCha20 under TLS 1.2.
  MODIFIED_BCP_195(
      List.of("TLSv1.3", "TLSv1.2"),
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")),

  /// The non-downgrading one by RFC 7525 (PS3.15 annex B.10, retired): for modalities that know
  /// TLS 1.2 at most, and key exchange by finite fields.
  NON_DOWNGRADING_BCP_195(
      List.of("TLSv1.3", "TLSv1.2"),
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"));

  private final List<String> protocols;
  private final List<String> cipherSuites;

  TlsProfile(List<String> protocols, List<String> cipherSuites) {
    this.protocols = protocols;
    this.cipherSuites = cipherSuites;
  }

  public List<String> protocols() {
    return protocols;
  }

  public List<String> cipherSuites() {
    return cipherSuites;
  }
}
