package vn.tia.fhir.config;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.CallerFacility;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.bridge.web.CapabilitiesController;
import vn.tia.bridge.web.rendered.RenderedController;
import vn.tia.bridge.web.rendered.WadoUriController;
import vn.tia.bridge.web.wado.BulkController;
import vn.tia.bridge.web.wado.FramesController;
import vn.tia.bridge.web.wado.MetadataController;
import vn.tia.bridge.web.qido.QidoController;
import vn.tia.bridge.web.wado.MetadataStore;
import vn.tia.bridge.web.wado.WadoController;
import vn.tia.bridge.web.wado.WadoParts;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudySearch;

/// DICOMweb at `/dicom-web`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DicomWebSettings.class)
class DicomWebConfiguration {
  @Bean
  CallerAccess callerAccess(AccessRule rule) {
    return _ -> rule.http();
  }

  /// What is stored belongs to the facility of the settings; the rows of all facilities are there
  /// once the access rule is.
  @Bean
  CallerFacility callerFacility(AccessRule rule, Facilities facilities, TiaSettings settings,
      DicomWebSettings dicomWeb) {
    var code = dicomWeb.storeFacility().isBlank()
        ? settings.facilities().getFirst().code() : dicomWeb.storeFacility();
    var facility = facilities.byCode(code)
        .filter(one -> rule.http().allows(one.id()))
        .orElseThrow(() -> new IllegalArgumentException("tia.dicom-web.store-facility names "
            + code + ", which is not in tia.facilities"));
    return _ -> OptionalInt.of(facility.id());
  }

  @Bean
  StowController stowController(
      InstanceIntake intake, CallerFacility callers, TiaSettings settings) throws IOException {
    return new StowController(intake, new Spool(settings.data().resolve("incoming-parts")),
        callers, StowSettings.DEFAULT.with(settings.dicom().storageClasses()));
  }

  @Bean
  WebMvcConfigurer dicomWebAudited(Audit audit, DicomWebSettings settings) {
    return new WebMvcConfigurer() {
      @Override
      public void addCorsMappings(CorsRegistry registry) {
        if (!settings.corsOrigins().isEmpty()) {
          registry.addMapping("/dicom-web/**")
              .allowedOrigins(settings.corsOrigins().toArray(String[]::new))
              .allowedMethods("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
              .exposedHeaders("ETag", "Warning", "Content-Range", "Location", "Retry-After")
              .maxAge(3_600);
        }
      }

      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DicomWebAudit(audit)).addPathPatterns("/dicom-web/**");
      }
    };
  }

  @Bean
  WadoParts wadoParts(Studies studies, InstanceSelection selection, CheckedObjects objects,
      TiaSettings settings, CallerAccess access) throws IOException {
    return new WadoParts(studies, selection, objects,
        new Spool(settings.data().resolve("outgoing-web")), access);
  }

  @Bean
  MetadataStore metadataStore(Studies studies, TiaSettings settings) throws IOException {
    return new MetadataStore(studies, settings.data().resolve("metadata"));
  }

  @Bean
  WadoController wadoController(WadoParts parts) {
    return new WadoController(parts);
  }

  @Bean
  MetadataController metadataController(WadoParts parts, MetadataStore store) {
    return new MetadataController(parts, store);
  }

  @Bean
  BulkController bulkController(WadoParts parts) {
    return new BulkController(parts);
  }

  @Bean
  FramesController framesController(WadoParts parts) {
    return new FramesController(parts);
  }

  @Bean
  WadoUriController wadoUriController(WadoParts parts) {
    return new WadoUriController(parts);
  }

  @Bean
  CapabilitiesController capabilitiesController() {
    return new CapabilitiesController();
  }

  @Bean
  RenderedController renderedController(WadoParts parts) {
    return new RenderedController(parts);
  }

  @Bean
  QidoController qidoController(
      StudySearch search, CallerAccess access, RemoteStudies remotes) {
    return new QidoController(search, access, Optional.of(remotes));
  }
}
