package vn.tia.fhir.config;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Configuration;

/// The HTTP door. It has no authentication yet, so it refuses to open on an address that other
/// machines can reach.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
  HttpConfiguration(ServerProperties server) {
    var address = server.getAddress();
    if (address == null || !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "server.address must be a loopback address, since HTTP has no authentication yet;"
              + " put a proxy that authenticates in front of it");
    }
  }
}
