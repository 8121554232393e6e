package vn.tia.fhir.config;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import vn.tia.bridge.web.CallerAccess;
import vn.tia.fhir.viewer.ImageDisplayController;
import vn.tia.fhir.viewer.ViewerController;
import vn.tia.fhir.viewer.ViewerFiles;
import vn.tia.records.studies.StudySearch;

/// The viewer, whose files are built for the root of a server.
@Configuration(proxyBeanMethods = false)
class ViewerConfiguration {
  /// Files that carry a hash of their content in their name.
  private static final String[] HASHED = {"/*.bundle.*.js", "/*.wasm", "/*.woff2"};

  private static final CacheControl FOREVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  @Bean
  ViewerFiles viewerFiles() {
    return new ViewerFiles();
  }

  @Bean
  ViewerController viewerController(ViewerFiles files) {
    return new ViewerController(files);
  }

  @Bean
  ImageDisplayController imageDisplayController(
      ViewerFiles files, StudySearch search, CallerAccess access) {
    return new ImageDisplayController(files, search, access);
  }

  @Bean
  WebMvcConfigurer viewerFilesServed(ViewerFiles files) {
    return new WebMvcConfigurer() {
      @Override
      public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(HASHED).setCacheControl(FOREVER)
            .resourceChain(false).addResolver(files);
        registry.addResourceHandler("/**").setCacheControl(CacheControl.noCache())
            .resourceChain(false).addResolver(files);
      }
    };
  }
}
