package vn.tia.fhir.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import vn.tia.bridge.query.StationCharacterSet;
import vn.tia.bridge.query.StationCharacterSets;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.dicom.net.Tls;
import vn.tia.fhir.operations.export.ExportSettings;
import vn.tia.fhir.operations.validate.WriteValidation;
import vn.tia.fhir.operations.validate.WriteValidation.Mode;
import vn.tia.fhir.rest.FhirRestSettings;
import vn.tia.fhir.rest.ServedType;
import vn.tia.fhir.subscriptions.AddressPolicy;
import vn.tia.fhir.subscriptions.SubscriptionSettings;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.mllp.MllpTls.ClientCertificates;
import vn.tia.hl7.receive.ReceiveSettings;
import vn.tia.hl7.send.Hl7Destination;
import vn.tia.hl7.send.Hl7Destination.OnError;
import vn.tia.mapping.hl7.Dialect;
import vn.tia.mapping.hl7.Dialect.Unwritable;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.Hl7Version;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.access.CallingAe;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.access.Hl7Sender;
import vn.tia.records.orders.OrderSettings;

/// All settings of Tia, checked at start; `application.yml` says what each means.
///
/// @param data the directory of the embedded database, the objects and the search index
/// @param scrubPerSecond how much of the objects is read again each second; 0 for never
/// @param baseUrl the address under which others reach HTTP; blank: this machine's
@ConfigurationProperties("tia")
public record TiaSettings(
    @DefaultValue("data") Path data,
    @DefaultValue("4MB") DataSize scrubPerSecond,
    @DefaultValue("") String baseUrl,
    @DefaultValue Records database,
    @DefaultValue ObjectChoice objects,
    @DefaultValue Dicom dicom,
    @DefaultValue RemoteChoice remote,
    @DefaultValue Hl7 hl7,
    @DefaultValue SearchChoice search,
    List<Site> facilities,
    List<Destination> destinations,
    @DefaultValue Fhir fhir,
    @DefaultValue Keep keep,
    @DefaultValue Subscriptions subscriptions) {

  public TiaSettings {
    facilities = facilities == null ? List.of() : List.copyOf(facilities);
    destinations = destinations == null ? List.of() : List.copyOf(destinations);
    if (facilities.isEmpty()) {
      throw new IllegalArgumentException("tia.facilities needs at least one facility");
    }
    var codes = new HashSet<String>();
    for (var site : facilities) {
      if (!codes.add(site.code())) {
        throw new IllegalArgumentException("tia.facilities names " + site.code() + " twice");
      }
    }
    for (var node : dicom.destinations()) {
      if (!codes.contains(node.facility())) {
        throw new IllegalArgumentException(
            "tia.dicom.destinations: %s belongs to the facility %s, which is not in tia.facilities"
                .formatted(node.aeTitle(), node.facility()));
      }
    }
    remote.check(codes);
    var names = new HashSet<String>();
    for (var destination : destinations) {
      if (!names.add(destination.name())) {
        throw new IllegalArgumentException(
            "tia.destinations names " + destination.name() + " twice");
      }
      if (!codes.contains(destination.facility())) {
        throw new IllegalArgumentException(
            "tia.destinations: %s belongs to the facility %s, which is not in tia.facilities"
                .formatted(destination.name(), destination.facility()));
      }
    }
  }

  /// Where the records are: an external PostgreSQL, or the embedded one where `url` is blank.
  public record Records(
      @DefaultValue("") String url,
      @DefaultValue("tia") String user,
      @DefaultValue("") String password,
      @DefaultValue("16") int connectionsMax) {

    /// Without the password, and without the URL, which may carry one.
    @Override
    public String toString() {
      return "Records[" + (url.isBlank() ? "embedded" : "external") + "]";
    }
  }

  /// The DICOM door. It speaks TLS where `tlsBundle` names one of `spring.ssl.bundle`.
  ///
  /// @param unknownStorageClasses whether SOP classes are stored that the standard doesn't list
  /// @param moreStorageClasses those of them that are, by their UIDs
  /// @param characterSets what stations can show, by AE title
  /// @param worklistFilters what stations are shown at most, by AE title
  /// @param destinations where instances may be sent
  /// @param routes what goes on by itself, and where to
  public record Dicom(
      @DefaultValue("127.0.0.1") InetAddress address,
      @DefaultValue("11112") int port,
      @DefaultValue("TIA") String aeTitle,
      @DefaultValue("500") int associationsMax,
      @DefaultValue("10000") int matchesMax,
      @DefaultValue("REFUSED") StorageClasses.Unknown unknownStorageClasses,
      @DefaultValue Set<String> moreStorageClasses,
      @DefaultValue Map<String, StationCharacterSet> characterSets,
      @DefaultValue Map<String, List<String>> worklistFilters,
      @DefaultValue("") String tlsBundle,
      @DefaultValue("REQUIRED") Tls.PeerCertificate tlsPeerCertificate,
      List<Node> destinations,
      List<RouteSettings> routes) {

    public Dicom {
      destinations = destinations == null ? List.of() : List.copyOf(destinations);
      routes = routes == null ? List.of() : List.copyOf(routes);
    }

    StorageClasses storageClasses() {
      return new StorageClasses(unknownStorageClasses, moreStorageClasses);
    }

    StationCharacterSets stations() {
      return new StationCharacterSets(characterSets);
    }
  }

  /// An application entity that instances may be sent to.
  public record Node(
      @DefaultValue("") String aeTitle,
      @DefaultValue("") String host,
      int port,
      @DefaultValue("") String facility,
      @DefaultValue("") String tlsBundle) {

    /// @param tls the certificates of a bundle by its name
    vn.tia.bridge.retrieve.Destination toDestination(Function<String, SSLContext> tls) {
      return new vn.tia.bridge.retrieve.Destination(aeTitle, host, port, facility,
          Optional.of(tlsBundle).filter(name -> !name.isBlank())
              .map(name -> new Tls(tls.apply(name), Tls.PeerCertificate.REQUIRED)));
    }
  }

  /// The HL7 v2 door.
  ///
  /// @param tlsBundle the name under `spring.ssl.bundle` of its certificate and of those trusted;
  ///     blank: plain
  /// @param plain where it may speak without TLS
  public record Hl7(
      @DefaultValue("127.0.0.1") InetAddress address,
      @DefaultValue("2575") int port,
      @DefaultValue("2000") int connectionsMax,
      @DefaultValue("1048576") int messageBytesMax,
      @DefaultValue("P") Set<String> processingIds,
      @DefaultValue("") String tlsBundle,
      @DefaultValue("REQUIRED") ClientCertificates clientCertificates,
      @DefaultValue("LOOPBACK") Plain plain) {

    /// Where the door may speak without TLS.
    public enum Plain {
      LOOPBACK,
      ANYWHERE
    }

    public Hl7 {
      if (tlsBundle.isBlank() && plain == Plain.LOOPBACK && !address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "tia.hl7 listens on "
                + address.getHostAddress()
                + " without TLS: name a tls-bundle, or say plain: anywhere");
      }
    }
  }

  /// One health facility, and who speaks for it.
  public record Site(
      String code,
      String name,
      @DefaultValue("") String namespace,
      @DefaultValue("") String system,
      @DefaultValue("Asia/Ho_Chi_Minh") ZoneId zone,
      @DefaultValue("") List<String> callingAeTitles,
      @DefaultValue("") List<String> hl7Senders,
      @DefaultValue Hl7Reading hl7Reading) {

    ReceiveSettings.Site toReading() {
      return new ReceiveSettings.Site(hl7Reading.settings(), hl7Reading.orders(zone));
    }

    FacilitySettings toFacilitySettings() {
      var authority = namespace.isBlank() ? code : namespace;
      var uri = system.isBlank() ? "urn:tia:authority:" + code + ":" + authority : system;
      return new FacilitySettings(
          code,
          name,
          authority,
          uri,
          zone,
          callingAeTitles.stream().filter(t -> !t.isBlank()).map(CallingAe::of).toList(),
          hl7Senders.stream().filter(t -> !t.isBlank()).map(Hl7Sender::of).toList());
    }
  }

  /// A system that gets messages of one facility, by HL7 v2 over MLLP.
  public record Destination(
      String name,
      String facility,
      String host,
      int port,
      @DefaultValue("ORU^R01") List<String> kinds,
      @DefaultValue("2.5.1") String version,
      @DefaultValue("UNICODE UTF-8") String characterSet,
      @DefaultValue("LAY_ASIDE") Unwritable unwritable,
      @DefaultValue("TIA") String sendingApplication,
      @DefaultValue("") String sendingFacility,
      @DefaultValue("HIS") String receivingApplication,
      @DefaultValue("") String receivingFacility,
      @DefaultValue("LAY_ASIDE") OnError onError,
      @DefaultValue("") String tlsBundle) {

    /// @param tls the certificates of a bundle by its name
    Hl7Destination toDestination(Function<String, SSLContext> tls) {
      var client = MllpClientSettings.to(host == null ? "" : host, port);
      return new Hl7Destination(
          name == null ? "" : name,
          facility,
          kinds.stream().map(SentKind::of).collect(Collectors.toSet()),
          new Envelope.Parties(
              sendingApplication,
              sendingFacility.isBlank() ? facility : sendingFacility,
              receivingApplication,
              receivingFacility.isBlank() ? facility : receivingFacility),
          new Dialect(Hl7Version.of(version), characterSet, unwritable),
          tlsBundle.isBlank() ? client : client.with(tls.apply(tlsBundle)),
          onError);
    }
  }

  /// The FHIR door.
  ///
  /// @param packages package files (`.tgz`) of implementation guides
  /// @param validation by resource type, `default` for all others: OFF, WARN or REFUSE
  /// @param bodyMax the longest request body
  /// @param entriesMax entries of a batch or transaction
  /// @param deletesMax resources that one conditional delete may delete
  public record Fhir(List<Path> packages, Map<String, Mode> validation,
      @DefaultValue("16MB") DataSize bodyMax,
      @DefaultValue("1000") int entriesMax,
      @DefaultValue("1") int deletesMax,
      @DefaultValue("KEPT") FhirRestSettings.Versions versions,
      @DefaultValue("TAKEN") FhirRestSettings.ClientIds clientIds,
      @DefaultValue("MUST_EXIST") FhirRestSettings.References references,
      List<String> corsOrigins,
      @DefaultValue Export export) {
    public Fhir {
      corsOrigins = corsOrigins == null ? List.of() : List.copyOf(corsOrigins);
      if (bodyMax.toBytes() < 1 || bodyMax.toBytes() > Integer.MAX_VALUE || entriesMax < 1
          || deletesMax < 1) {
        throw new IllegalArgumentException(
            "tia.fhir: body-max is 1 byte to 2 GB, entries-max and deletes-max are 1 or more");
      }
      packages = packages == null ? List.of() : List.copyOf(packages);
      validation = validation == null ? Map.of() : Map.copyOf(validation);
      for (var type : validation.keySet()) {
        if (!type.equals(WriteValidation.OTHERS) && ServedType.named(type).isEmpty()) {
          throw new IllegalArgumentException(
              "tia.fhir.validation names %s, which is no resource type here".formatted(type));
        }
      }
    }

    FhirRestSettings door() {
      var usual = FhirRestSettings.DEFAULT;
      return new FhirRestSettings(Math.toIntExact(bodyMax.toBytes()), usual.zone(), usual.search(),
          entriesMax, deletesMax, versions, clientIds, references, corsOrigins);
    }
  }

  /// Bulk exports.
  ///
  /// @param keep how long files can be fetched after an export has ended
  /// @param runningMax exports that are not ended; a further one is told to come back
  /// @param fileMax resources in a file
  /// @param membersMax patients of a group
  /// @param filtersMax searches of `_typeFilter`
  public record Export(
      @DefaultValue("24h") Duration keep,
      @DefaultValue("10") int runningMax,
      @DefaultValue("200000") int fileMax,
      @DefaultValue("100000") int membersMax,
      @DefaultValue("50") int filtersMax) {
    public Export {
      if (!keep.isPositive()
          || Math.min(Math.min(runningMax, fileMax), Math.min(membersMax, filtersMax)) < 1) {
        throw new IllegalArgumentException("tia.fhir.export: each value is more than 0");
      }
    }

    ExportSettings in(Path directory) {
      var usual = ExportSettings.Limits.DEFAULT;
      return new ExportSettings(directory, keep, new ExportSettings.Limits(runningMax,
          usual.pageResources(), fileMax, usual.workerDeadAfter(), membersMax, filtersMax));
    }
  }

  /// How long is kept what nothing waits for any more.
  ///
  /// @param messages the journal of messages that came in; as long, the same message again is known
  /// @param deliveries messages that were delivered
  /// @param outbox what happened, once all have heard of it
  public record Keep(
      @DefaultValue("365d") Duration messages,
      @DefaultValue("30d") Duration deliveries,
      @DefaultValue("1d") Duration outbox) {
    public Keep {
      if (Stream.of(messages, deliveries, outbox).anyMatch(time -> !time.isPositive())) {
        throw new IllegalArgumentException("tia.keep: a time must be longer than nothing");
      }
    }
  }

  /// FHIR Subscriptions, and where they may lead.
  ///
  /// @param allowedNetworks private networks with receivers, such as `10.1.0.0/16`
  /// @param plain where receivers may be told without TLS
  /// @param tlsBundle a bundle with the certificates to trust; blank: those of Java
  /// @param offAfter how long a receiver may fail until its subscription is off
  public record Subscriptions(
      List<String> allowedNetworks,
      @DefaultValue("ALLOWED_NETWORKS") SubscriptionSettings.Plain plain,
      @DefaultValue("") String tlsBundle,
      @DefaultValue("3d") Duration offAfter) {

    public Subscriptions {
      allowedNetworks = allowedNetworks == null ? List.of() : List.copyOf(allowedNetworks);
      AddressPolicy.check(allowedNetworks);
    }

    SubscriptionSettings toSettings() {
      return SubscriptionSettings.DEFAULT.with(allowedNetworks, plain, offAfter);
    }
  }

  /// The address under which others reach HTTP: as set, or this machine's.
  String baseUrl(int httpPort) {
    return baseUrl.isBlank() ? "http://127.0.0.1:" + httpPort : baseUrl;
  }

  ReceiveSettings receiveSettings() {
    var readings =
        facilities.stream().collect(Collectors.toMap(Site::code, Site::toReading));
    return new ReceiveSettings(readings, hl7.processingIds());
  }

  OrderSettings orderSettings() {
    return new OrderSettings(
        facilities.stream()
            .collect(Collectors.toMap(Site::code, site -> site.hl7Reading().accession())));
  }

  List<FacilitySettings> facilitySettings() {
    return facilities.stream().map(Site::toFacilitySettings).toList();
  }
}
