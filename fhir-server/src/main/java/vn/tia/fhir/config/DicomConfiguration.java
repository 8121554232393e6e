package vn.tia.fhir.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.NetworkLimits;
import vn.tia.dicom.net.Rejection;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.records.access.AccessRule;

/// The DICOM door: who may call, and what is served.
@Configuration(proxyBeanMethods = false)
class DicomConfiguration {
  @Bean
  AssociationServer associationServer(
      TiaSettings settings, AccessRule rule, List<DimseService> services) throws IOException {
    var dicom = settings.dicom();
    var server =
        ServerSettings.onLoopback(dicom.port(), dicom.aeTitle())
            .withAddress(new InetSocketAddress(dicom.address(), dicom.port()))
            .withLimits(NetworkLimits.DEFAULT.withAssociationsMax(dicom.associationsMax()));
    return AssociationServer.start(server, knownCallers(rule), services);
  }

  private static AssociationPolicy knownCallers(AccessRule rule) {
    return (request, remote) ->
        rule.dicom(request.callingAe(), remote.getAddress()).isPresent()
            ? Optional.empty()
            : Optional.of(Rejection.CALLING_AE_NOT_RECOGNIZED);
  }
}
