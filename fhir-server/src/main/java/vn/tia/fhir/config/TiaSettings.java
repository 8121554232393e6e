package vn.tia.fhir.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.receive.ReceiveSettings;
import vn.tia.hl7.send.ReportDestination;
import vn.tia.hl7.send.ReportDestination.OnError;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.access.CallingAe;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.access.Hl7Sender;

/// All settings of Tia, checked at start; `application.yml` says what each means.
///
/// @param data the directory of the embedded database, the objects and the search index
/// @param baseUrl the address under which others reach HTTP; blank: this machine's
@ConfigurationProperties("tia")
public record TiaSettings(
    @DefaultValue("data") Path data,
    @DefaultValue("") String baseUrl,
    @DefaultValue Records database,
    @DefaultValue Dicom dicom,
    @DefaultValue Hl7 hl7,
    List<Site> facilities,
    List<Destination> destinations) {

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
    for (var destination : destinations) {
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

  /// The DICOM door.
  public record Dicom(
      @DefaultValue("127.0.0.1") InetAddress address,
      @DefaultValue("11112") int port,
      @DefaultValue("TIA") String aeTitle,
      @DefaultValue("500") int associationsMax,
      @DefaultValue Set<String> asciiAeTitles) {}

  /// The HL7 v2 door.
  public record Hl7(
      @DefaultValue("127.0.0.1") InetAddress address,
      @DefaultValue("2575") int port,
      @DefaultValue("2000") int connectionsMax,
      @DefaultValue("P") Set<String> processingIds) {}

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

  /// How one facility's HL7 messages differ from the book.
  public record Hl7Reading(
      @DefaultValue("CR") LineEnds lineEnds,
      @DefaultValue("REFUSE") Misdeclared misdeclared,
      @DefaultValue Map<String, String> modalities,
      @DefaultValue Map<String, String> modalityByProcedure,
      @DefaultValue Map<String, String> stations) {

    private ReadSettings settings() {
      return ReadSettings.DEFAULT.with(lineEnds).with(misdeclared);
    }

    private OrderSite orders(ZoneId zone) {
      return OrderSite.standard(zone).withCodes(modalities, modalityByProcedure, stations);
    }
  }

  /// Where the reports of one facility go, by HL7 v2 over MLLP.
  public record Destination(
      String name,
      String facility,
      String host,
      int port,
      @DefaultValue("HIS") String receivingApplication,
      @DefaultValue("") String receivingFacility,
      @DefaultValue("LAY_ASIDE") OnError onError) {

    ReportDestination toReports() {
      return new ReportDestination(
          name,
          facility,
          receivingApplication,
          receivingFacility.isBlank() ? facility : receivingFacility,
          MllpClientSettings.to(host, port),
          onError);
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

  List<FacilitySettings> facilitySettings() {
    return facilities.stream().map(Site::toFacilitySettings).toList();
  }
}
