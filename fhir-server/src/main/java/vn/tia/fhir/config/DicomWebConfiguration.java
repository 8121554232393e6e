package vn.tia.fhir.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.FramesController;
import vn.tia.bridge.web.MetadataController;
import vn.tia.bridge.web.QidoController;
import vn.tia.bridge.web.WadoController;
import vn.tia.records.access.AccessRule;
import vn.tia.records.audit.Audit;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.StudySearch;

/// DICOMweb at `/dicom-web`.
@Configuration(proxyBeanMethods = false)
class DicomWebConfiguration {
  @Bean
  CallerAccess callerAccess(AccessRule rule) {
    return _ -> rule.http();
  }

  @Bean
  WebMvcConfigurer dicomWebAudited(Audit audit) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DicomWebAudit(audit)).addPathPatterns("/dicom-web/**");
      }
    };
  }

  @Bean
  WadoController wadoController(Studies studies, ObjectStore objects, CallerAccess access) {
    return new WadoController(studies, objects, access);
  }

  @Bean
  MetadataController metadataController(
      Studies studies, ObjectStore objects, CallerAccess access) {
    return new MetadataController(studies, objects, access);
  }

  @Bean
  FramesController framesController(Studies studies, ObjectStore objects, CallerAccess access) {
    return new FramesController(studies, objects, access);
  }

  @Bean
  QidoController qidoController(StudySearch search, CallerAccess access) {
    return new QidoController(search, access);
  }
}
