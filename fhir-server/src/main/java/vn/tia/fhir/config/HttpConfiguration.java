package vn.tia.fhir.config;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The HTTP door. It has no authentication yet, so it refuses to open on an address that other
/// machines can reach.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  private static final int SOCKET_BUFFER = 64 * 1024;

  HttpConfiguration(ServerProperties server) {
    var address = server.getAddress();
    if (address == null || !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "server.address must be a loopback address, since HTTP has no authentication yet;"
              + " put a proxy that authenticates in front of it");
    }
  }

  /// What Tomcat gathers of an answer before it writes to the socket: its own 8 KB make 64 calls of
  /// the system for a slice of CT. Outside of the heap, where the system takes it from without
  /// another copy. Each connection that is open has it, see `server.tomcat.max-connections`.
  @Bean
  TomcatConnectorCustomizer socketBuffers() {
    return connector -> {
      connector.setProperty("socket.appWriteBufSize", Integer.toString(SOCKET_BUFFER));
      connector.setProperty("socket.directBuffer", "true");
    };
  }
}
