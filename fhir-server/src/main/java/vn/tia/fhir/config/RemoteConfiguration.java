package vn.tia.fhir.config;

import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.remote.Remote;
import vn.tia.bridge.remote.RemoteImaging;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.remote.StudyCache;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.bridge.web.remote.RemoteRetrieval;
import vn.tia.fhir.remote.RemoteSearches;
import vn.tia.fhir.rest.FhirDoor;
import vn.tia.fhir.viewer.ViewerFiles;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.studies.CachedStudies;
import vn.tia.records.studies.RemoteImagingStudies;
import vn.tia.records.studies.StudyProjection;
import vn.tia.records.studies.StudyRegistry;

/// Other archives, their studies and the cache of them.
@Configuration(proxyBeanMethods = false)
class RemoteConfiguration {

  @Bean
  CachedStudies cachedStudies(Database database) {
    return new CachedStudies(database);
  }

  @Bean
  StudyCache studyCache(CachedStudies cached, InstanceIntake intake, ObjectStore objects,
      Audit audit, TiaSettings settings) {
    return new StudyCache(cached, new StudyCache.Stores(intake, objects, audit),
        settings.remote().limits());
  }

  @Bean
  RemoteStudies remoteStudies(CachedStudies cached, StudyCache cache, StudyRegistry registry,
      Facilities facilities, TiaSettings settings, SslBundles bundles) {
    var remote = settings.remote();
    if (!remote.archives().isEmpty()) {
      registry.expectCopies();
    }
    var all = facilities.all();
    var remotes = remote.archives().stream()
        .map(archive -> new Remote(
            all.stream().filter(one -> one.code().equals(archive.facility()))
                .findFirst().orElseThrow().id(),
            archive.open(settings.dicom().aeTitle(), remote.patience(),
                name -> bundles.getBundle(name).createSslContext())))
        .toList();
    return new RemoteStudies(remotes, cached, cache, remote.settings(), _ -> { });
  }

  /// What they hold is found by FHIR too.
  @Bean
  RemoteSearches remoteSearches(
      RemoteStudies remotes, FhirDoor.Records records, TiaSettings settings, ViewerFiles viewer) {
    var imaging = new RemoteImagingStudies(new RemoteImagingStudies.Parts(records.database(),
        records.facilities(), records.patients(), records.orders(), records.resources()),
        new StudyProjection.Addresses(settings.baseUrl(),
            Optional.of(settings.baseUrl()).filter(_ -> viewer.arePresent())));
    return new RemoteSearches(new RemoteImaging(remotes, imaging), records.patients(),
        InstantSource.system());
  }

  /// What is retrieved by DICOMweb is brought here first.
  @Bean
  WebMvcConfigurer remoteRetrieval(RemoteStudies remotes, CallerAccess access) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RemoteRetrieval(remotes, access))
            .addPathPatterns("/dicom-web/**");
      }
    };
  }
}
