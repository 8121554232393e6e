package vn.tia.fhir.config;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The HTTP door. It has no authentication yet, so it refuses to open on an address that other
/// machines can reach.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  private static final int READ_BYTES = 32 * 1024;
  private static final int WRITE_BYTES = 64 * 1024;

  HttpConfiguration(ServerProperties server) {
    var address = server.getAddress();
    if (address == null || !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "server.address must be a loopback address, since HTTP has no authentication yet;"
              + " put a proxy that authenticates in front of it");
    }
  }

  /// How much Tomcat reads and writes with one call of the system: its own 8 KB make 64 calls for a
  /// slice of CT. Outside of the heap, where the system takes it without another copy. Each
  /// connection that is open has both, see `server.tomcat.max-connections`.
  @Bean
  TomcatConnectorCustomizer socketBuffers() {
    return connector -> {
      connector.setProperty("socket.appReadBufSize", Integer.toString(READ_BYTES));
      connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITE_BYTES));
      connector.setProperty("socket.directBuffer", "true");
    };
  }

  /// Tokens of FHIR are written `system|code`, and not every client escapes the bar in a URL as
  /// RFC 3986 wants it.
  @Bean
  TomcatConnectorCustomizer bareBars() {
    return connector -> connector.setProperty("relaxedQueryChars", "|");
  }
}
