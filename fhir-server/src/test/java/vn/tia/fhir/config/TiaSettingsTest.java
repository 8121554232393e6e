package vn.tia.fhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.bridge.retrieve.RetrieveSettings;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.rest.FhirRestSettings.ClientIds;
import vn.tia.fhir.rest.FhirRestSettings.References;
import vn.tia.fhir.rest.FhirRestSettings.Versions;
import vn.tia.mapping.hl7.Dialect.Unwritable;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.Hl7Version;
import vn.tia.hl7.mllp.MllpTls.ClientCertificates;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.hl7.OrderSite.Observed;
import vn.tia.mapping.hl7.OrderSite.Required;
import vn.tia.mapping.hl7.ReadSettings.AcknowledgementMode;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.orders.AccessionRule;
import vn.tia.mapping.hl7.SentKind;

class TiaSettingsTest {
  @Test
  void loadsTheCommentedFileThatIsShipped() throws IOException {
    var settings = settings(Map.of());

    assertThat(settings.data()).isEqualTo(Path.of("data"));
    assertThat(settings.dicom().aeTitle()).isEqualTo("TIA");
    assertThat(settings.dicom().port()).isEqualTo(11112);
    assertThat(settings.hl7().port()).isEqualTo(2575);
    assertThat(settings.dicom().address().isLoopbackAddress()).isTrue();
    assertThat(settings.destinations()).isEmpty();
    assertThat(settings.baseUrl(8080)).isEqualTo("http://127.0.0.1:8080");
    var facility = settings.facilitySettings().getFirst();
    assertThat(facility.name()).isEqualTo("Bệnh viện Đa khoa tỉnh Bình Định");
    assertThat(facility.namespace()).isEqualTo("BVBD");
    assertThat(facility.system()).isEqualTo("urn:tia:authority:BVBD:BVBD");
  }

  @Test
  void storesUnknownClassesOnlyWhereItIsTold() throws IOException {
    var none = settings(Map.of()).dicom().storageClasses();
    var one = settings(Map.of("tia.dicom.more-storage-classes", "1.3.12.2.1107.5.9.1"))
        .dicom().storageClasses();
    var all = settings(Map.of("tia.dicom.unknown-storage-classes", "taken"))
        .dicom().storageClasses();

    assertThat(none.contain("1.3.12.2.1107.5.9.1")).isFalse();
    assertThat(one.contain("1.3.12.2.1107.5.9.1")).isTrue();
    assertThat(one.contain("1.2.840.113619.4.30")).isFalse();
    assertThat(all.contain("1.2.840.113619.4.30")).isTrue();
  }

  @Test
  void readsADestinationOfReports() throws IOException {
    var settings =
        settings(
            Map.of(
                "tia.destinations[0].name", "his",
                "tia.destinations[0].facility", "BVBD",
                "tia.destinations[0].host", "10.0.0.5",
                "tia.destinations[0].port", "2576",
                "tia.destinations[0].on-error", "send-again"));

    var destination = settings.destinations().getFirst().toDestination(_ -> noTls());

    assertThat(destination.client().port()).isEqualTo(2576);
    assertThat(destination.parties())
        .isEqualTo(new Envelope.Parties("TIA", "BVBD", "HIS", "BVBD"));
    assertThat(destination.kinds()).containsExactly(SentKind.ORU_R01);
    assertThat(destination.dialect()).isEqualTo(Dialect.DEFAULT);
    assertThat(destination.onError().name()).isEqualTo("SEND_AGAIN");
  }

  @Test
  void readsADestinationOfAnotherDialect() throws IOException {
    var settings =
        settings(
            Map.of(
                "tia.destinations[0].name", "ris",
                "tia.destinations[0].facility", "BVBD",
                "tia.destinations[0].host", "10.0.0.6",
                "tia.destinations[0].port", "2577",
                "tia.destinations[0].kinds", "ORM^O01, SIU, ADT",
                "tia.destinations[0].version", "2.3.1",
                "tia.destinations[0].character-set", "8859/1",
                "tia.destinations[0].unwritable", "without-accents"));

    var destination = settings.destinations().getFirst().toDestination(_ -> noTls());

    assertThat(destination.kinds())
        .containsExactlyInAnyOrder(SentKind.ORM_O01, SentKind.SIU, SentKind.ADT);
    assertThat(destination.dialect())
        .isEqualTo(new Dialect(Hl7Version.V2_3_1, "8859/1", Unwritable.WITHOUT_ACCENTS));
  }

  @Test
  void readsAWorkstationAndRefusesOneOfNobody() throws IOException {
    var node = Map.<String, Object>of(
        "tia.dicom.destinations[0].ae-title", "WS",
        "tia.dicom.destinations[0].host", "10.0.0.7",
        "tia.dicom.destinations[0].port", "11113",
        "tia.dicom.destinations[0].facility", "BVBD");

    assertThat(settings(node).dicom().destinations().getFirst().toDestination(_ -> noTls()))
        .isEqualTo(new Destination("WS", "10.0.0.7", 11113, "BVBD", Optional.empty()));

    var strange = new HashMap<>(node);
    strange.put("tia.dicom.destinations[0].facility", "BVX");
    assertThatThrownBy(() -> settings(strange)).rootCause()
        .hasMessageContaining("WS belongs to the facility BVX, which is not in tia.facilities");
  }

  @Test
  void limitsExports() throws IOException {
    var directory = Path.of("exports");
    assertThat(settings(Map.of()).fhir().export().in(directory))
        .isEqualTo(ExportSettings.in(directory));
    var own = settings(Map.of("tia.fhir.export.keep", "2h", "tia.fhir.export.running-max", "1",
        "tia.fhir.export.filters-max", "3")).fhir().export().in(directory);
    assertThat(own.keep()).isEqualTo(Duration.ofHours(2));
    assertThat(own.limits().runningMax()).isEqualTo(1);
    assertThat(own.limits().filtersMax()).isEqualTo(3);
    assertThatThrownBy(() -> settings(Map.of("tia.fhir.export.keep", "0s"))).rootCause()
        .hasMessage("tia.fhir.export: each value is more than 0");
  }

  @Test
  void readsHowTheFhirDoorBehaves() throws IOException {
    var door = settings(Map.of(
        "tia.fhir.body-max", "1MB",
        "tia.fhir.versions", "demanded",
        "tia.fhir.client-ids", "refused",
        "tia.fhir.references", "as-given",
        "tia.fhir.deletes-max", "7",
        "tia.fhir.cors-origins", "https://emr.example")).fhir().door();

    assertThat(door.bodyBytesMax()).isEqualTo(1 << 20);
    assertThat(door.versions()).isEqualTo(Versions.DEMANDED);
    assertThat(door.clientIds()).isEqualTo(ClientIds.REFUSED);
    assertThat(door.references()).isEqualTo(References.AS_GIVEN);
    assertThat(door.deletesMax()).isEqualTo(7);
    assertThat(door.corsOrigins()).containsExactly("https://emr.example");
    assertThat(settings(Map.of()).fhir().door()).isEqualTo(FhirRestSettings.DEFAULT);
    assertThatThrownBy(() -> settings(Map.of("tia.fhir.entries-max", "0"))).rootCause()
        .hasMessageContaining("entries-max");
  }

  @Test
  void readsARouteAndRefusesOneThatLeadsNowhere() throws IOException {
    var destination = new Destination("WS", "10.0.0.7", 11113, "BVBD", Optional.empty());
    var destinations = new RetrieveSettings(List.of(destination), 1);
    var settings = settings(Map.of(
        "tia.dicom.routes[0].name", "to the province",
        "tia.dicom.routes[0].to", "WS",
        "tia.dicom.routes[0].modalities", "CT, MR",
        "tia.dicom.routes[0].sending", "22:00-06:00",
        "tia.dicom.routes[0].where", "BodyPartExamined=CHEST",
        "tia.dicom.routes[1].name", "astray",
        "tia.dicom.routes[1].to", "XX"));

    var route = settings.dicom().routes().getFirst().toRoute(destinations);

    assertThat(route.destination()).isEqualTo(destination);
    assertThat(route.modalities()).containsExactlyInAnyOrder("CT", "MR");
    assertThat(route.sources()).isEmpty();
    assertThat(route.sending()).isPresent();
    assertThat(route.arrival()).isEmpty();
    assertThat(route.conditions()).hasSize(1);
    assertThatThrownBy(() -> settings.dicom().routes().getLast().toRoute(destinations))
        .hasMessage("tia.dicom.routes: astray leads to 'XX', which tia.dicom.destinations"
            + " doesn't have");
  }

  private static SSLContext noTls() {
    throw new IllegalStateException("no bundle is asked for");
  }

  @Test
  void readsHowAFacilityWritesItsMessages() throws IOException {
    var settings =
        settings(
            Map.of(
                "tia.facilities[0].code", "BVX",
                "tia.facilities[0].name", "Bệnh viện X",
                "tia.facilities[0].hl7-reading.line-ends", "cr-or-lf",
                "tia.facilities[0].hl7-reading.modality-by-procedure[XQ-]", "CR",
                "tia.hl7.processing-ids", "P,T"));

    var receive = settings.receiveSettings();

    var site = receive.sites().get("BVX");
    assertThat(site.read().lineEnds()).isEqualTo(LineEnds.CR_OR_LF);
    assertThat(site.read().misdeclared()).isEqualTo(Misdeclared.REFUSE);
    assertThat(site.orders().modalityByProcedure()).isEqualTo(Map.of("XQ-", "CR"));
    assertThat(receive.processingIds()).containsExactlyInAnyOrder("P", "T");
  }

  @Test
  void readsWhatAFacilityPutsWhere() throws IOException {
    var settings =
        settings(
            Map.of(
                "tia.facilities[0].code", "BVX",
                "tia.facilities[0].name", "Bệnh viện X",
                "tia.facilities[0].hl7-reading.fields.accession", "OBR-20,OBR-18",
                "tia.facilities[0].hl7-reading.observations[CANNANG]", "weight",
                "tia.facilities[0].hl7-reading.sexes[1]", "male",
                "tia.facilities[0].hl7-reading.stations.CT", "CT01",
                "tia.facilities[0].hl7-reading.required", "study-uid",
                "tia.facilities[0].hl7-reading.accession", "placer",
                "tia.facilities[0].hl7-reading.acknowledgement", "original",
                "tia.facilities[0].hl7-reading.character-set", "8859/1"));

    var site = settings.receiveSettings().sites().get("BVX");

    assertThat(site.orders().accession()).hasToString("[OBR-20, OBR-18]");
    assertThat(site.orders().procedureId()).hasToString("[IPC-2, OBR-19]");
    assertThat(site.orders().observations()).isEqualTo(Map.of("CANNANG", Observed.WEIGHT));
    assertThat(site.orders().sexes()).isEqualTo(Map.of("1", Sex.MALE));
    assertThat(site.orders().required()).containsExactly(Required.STUDY_UID);
    assertThat(site.read().acknowledgement()).isEqualTo(AcknowledgementMode.ORIGINAL);
    assertThat(site.read().charsetDefault()).isEqualTo(StandardCharsets.ISO_8859_1);
    assertThat(settings.orderSettings().accession())
        .isEqualTo(Map.of("BVX", AccessionRule.PLACER));
  }

  @Test
  void refusesAtStartWhatNoMessageCouldMean() {
    assertThatThrownBy(() -> reading("fields.color", "OBR-4"))
        .hasStackTraceContaining("hl7-reading.fields has color");
    assertThatThrownBy(() -> reading("fields.accession", "OBR18"))
        .hasStackTraceContaining("a field is written like OBR-18");
    assertThatThrownBy(() -> reading("stations.CT", "A TITLE THAT IS TOO LONG"))
        .hasStackTraceContaining("an AE title has 1 to 16");
    assertThatThrownBy(() -> reading("character-set", "KLINGON"))
        .hasStackTraceContaining("is none of HL7 table 0211");
    assertThatThrownBy(() -> settings(Map.of("tia.hl7.address", "0.0.0.0")))
        .hasStackTraceContaining("without TLS");
  }

  @Test
  void speaksPlainOnAnotherAddressOnlyWhereThatIsSaid() throws IOException {
    assertThat(settings(Map.of("tia.hl7.address", "0.0.0.0", "tia.hl7.plain", "anywhere"))
        .hl7().tlsBundle()).isEmpty();
    assertThat(settings(Map.of("tia.hl7.address", "0.0.0.0", "tia.hl7.tls-bundle", "hl7"))
        .hl7().clientCertificates()).isEqualTo(ClientCertificates.REQUIRED);
  }

  private static void reading(String name, String value) throws IOException {
    settings(
            Map.of(
                "tia.facilities[0].code", "BVX",
                "tia.facilities[0].name", "Bệnh viện X",
                "tia.facilities[0].hl7-reading." + name, value))
        .receiveSettings();
  }

  @Test
  void refusesAnElasticsearchThatIsNotSaidWhole() {
    assertThatThrownBy(() -> elasticsearch("urls", "http://192.0.2.7:9200"))
        .hasRootCauseMessage("tia.search.elasticsearch.urls leads to another machine without TLS: "
            + "use https, or say plain: ANYWHERE");
    assertThatThrownBy(() -> elasticsearch("urls", "ftp://127.0.0.1"))
        .hasRootCauseMessage("an Elasticsearch URL is http://host:port or https://host:port");
    assertThatThrownBy(() -> elasticsearch("urls", "http://user:secret@127.0.0.1:9200"))
        .hasRootCauseMessage("an Elasticsearch URL holds no user: it has settings of its own");
    assertThatThrownBy(() -> elasticsearch("user", "tia"))
        .hasRootCauseMessage("tia.search.elasticsearch needs both user and password, or neither");
    assertThatThrownBy(() -> elasticsearch("prefix", "Tia*"))
        .hasRootCauseMessage("a prefix of Elasticsearch indices is 1 to 100 small letters, "
            + "digits, - or _, a letter or digit first");
    assertThatThrownBy(() -> elasticsearch("shards", "0"))
        .hasRootCauseMessage("an index has 1 to 64 shards, not 0");
    assertThatThrownBy(() -> elasticsearch("answer-timeout", "0s"))
        .hasRootCauseMessage("a timeout must be longer than nothing");
  }

  private static TiaSettings elasticsearch(String name, String value) throws IOException {
    return settings(Map.of("tia.search.engine", "elasticsearch",
        "tia.search.elasticsearch." + name, value));
  }

  @Test
  void refusesADestinationOfAnUnknownFacility() {
    var wrong =
        Map.<String, Object>of(
            "tia.destinations[0].name", "his",
            "tia.destinations[0].facility", "NOWHERE",
            "tia.destinations[0].host", "10.0.0.5",
            "tia.destinations[0].port", "2576");

    assertThatThrownBy(() -> settings(wrong))
        .hasRootCauseMessage(
            "tia.destinations: his belongs to the facility NOWHERE,"
                + " which is not in tia.facilities");
  }

  private static TiaSettings settings(Map<String, Object> more) throws IOException {
    var sources = new MutablePropertySources();
    sources.addLast(new MapPropertySource("more", more));
    new YamlPropertySourceLoader()
        .load("application", new ClassPathResource("application.yml"))
        .forEach(sources::addLast);
    var binder =
        new Binder(
            ConfigurationPropertySources.from(sources),
            null,
            ApplicationConversionService.getSharedInstance());
    return binder.bind("tia", Bindable.of(TiaSettings.class)).get();
  }

  @Test
  void keepsObjectsInAFolderUnlessABucketIsNamed() throws IOException {
    assertThat(settings(Map.of()).objects().store()).isEqualTo(ObjectChoice.Store.FILES);

    var objects = settings(Map.of("tia.objects.store", "S3", "tia.objects.s3.bucket", "images",
        "tia.objects.s3.endpoint", "https://s3.example.vn", "tia.objects.s3.access-key", "me",
        "tia.objects.s3.secret-key", "hidden")).objects();
    var s3 = objects.s3().settings(Path.of("spool"));
    assertThat(s3.bucket().name()).isEqualTo("images");
    assertThat(s3.bucket().prefix()).isEqualTo("tia/");
    assertThat(s3.limits().partBytes()).isEqualTo(16 << 20);
    assertThat(objects.toString()).doesNotContain("hidden");
    assertThat(s3.toString()).doesNotContain("hidden");
  }

  @Test
  void refusesABucketThatCannotBeUsed() {
    assertThatThrownBy(() -> settings(Map.of("tia.objects.store", "S3")))
        .rootCause().hasMessage("tia.objects.s3.bucket is blank");
    assertThatThrownBy(() -> settings(Map.of("tia.objects.store", "S3",
        "tia.objects.s3.bucket", "images", "tia.objects.s3.endpoint", "http://s3.example.vn")))
        .rootCause().hasMessageStartingWith("tia.objects.s3.endpoint leads to another machine");
  }
}
