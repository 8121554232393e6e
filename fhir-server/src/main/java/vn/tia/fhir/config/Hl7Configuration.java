package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;

/// The HL7 v2 door: orders in, reports out.
@Configuration(proxyBeanMethods = false)
class Hl7Configuration {
  @Bean
  MllpServer mllpServer(TiaSettings settings, MllpHandler handler) throws IOException {
    var hl7 = settings.hl7();
    return MllpServer.start(
        MllpServerSettings.onLoopback(hl7.port())
            .withAddress(new InetSocketAddress(hl7.address(), hl7.port()))
            .withConnectionsMax(hl7.connectionsMax()),
        handler);
  }
}
