package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.hl7.mllp.MllpHandler;
import vn.tia.hl7.mllp.MllpLimits;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;

/// The HL7 v2 door: orders in, reports out.
@Configuration(proxyBeanMethods = false)
class Hl7Configuration {
  /// How long a message in work is waited for at the end.
  private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

  @Bean
  MllpServer mllpServer(TiaSettings settings, MllpHandler handler) throws IOException {
    var hl7 = settings.hl7();
    return MllpServer.start(
        new MllpServerSettings(
            new InetSocketAddress(hl7.address(), hl7.port()),
            hl7.connectionsMax(),
            MllpLimits.DEFAULT,
            CLOSE_TIME,
            Optional.empty()),
        handler);
  }
}
