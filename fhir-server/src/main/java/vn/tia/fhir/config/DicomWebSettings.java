package vn.tia.fhir.config;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of DICOMweb; `application.yml` says what each means.
///
/// @param storeFacility the code of the facility that gets what STOW-RS stores; blank: the first
/// @param corsOrigins whose pages may call DICOMweb from a browser
@ConfigurationProperties("tia.dicom-web")
public record DicomWebSettings(
    @DefaultValue("") String storeFacility, @DefaultValue({}) List<String> corsOrigins) {

  public DicomWebSettings {
    corsOrigins = List.copyOf(corsOrigins);
  }
}
