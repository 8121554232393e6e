package vn.tia.fhir.config;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The whole program: the system of record and the doors over it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TiaSettings.class)
@Import({
  RecordsConfiguration.class,
  ExamConfiguration.class,
  DicomConfiguration.class,
  CommitmentConfiguration.class,
  ForwardConfiguration.class,
  AvailabilityConfiguration.class,
  RemoteConfiguration.class,
  PrefetchConfiguration.class,
  DicomWebConfiguration.class,
  WorklistWebConfiguration.class,
  WorkitemConfiguration.class,
  ViewerConfiguration.class,
  Hl7Configuration.class,
  FhirConfiguration.class,
  SubscriptionConfiguration.class,
  HttpConfiguration.class,
  HealthConfiguration.class
})
public class TiaConfiguration {}
