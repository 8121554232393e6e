package vn.tia.records.access;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;

/// The one rule of all doors: who calls → which facility, with which rights. Unknown = nothing.
///
/// A named caller goes before `*`, so one wildcard facility can stand beside exact ones.
public final class AccessRule {
  private record AeEntry(CallingAe ae, Facility facility) {}

  private record SenderEntry(Hl7Sender sender, Facility facility) {}

  private final List<AeEntry> nodes;
  private final List<SenderEntry> senders;
  private final Access everything;

  private AccessRule(List<AeEntry> nodes, List<SenderEntry> senders, Access everything) {
    this.nodes = nodes;
    this.senders = senders;
    this.everything = everything;
  }

  /// Makes the rule of the settings, and each facility's row.
  ///
  /// @throws IllegalArgumentException if two facilities claim the same caller
  public static AccessRule of(Facilities facilities, List<FacilitySettings> settings) {
    var rows = new LinkedHashMap<FacilitySettings, Facility>();
    settings.forEach(one -> rows.put(one, facilities.ensure(one.profile())));
    var nodes = settings.stream()
        .flatMap(one -> one.callingAeTitles().stream().map(ae -> new AeEntry(ae, rows.get(one))))
        .sorted(Comparator.comparing((AeEntry entry) -> entry.ae().isAny())
            .thenComparing(entry -> entry.ae().addresses().isEmpty()))
        .toList();
    var senders = settings.stream()
        .flatMap(one -> one.hl7Senders().stream().map(hl7 -> new SenderEntry(hl7, rows.get(one))))
        .sorted(Comparator.comparingInt(entry -> entry.sender().wildcards()))
        .toList();
    nodes.forEach(entry -> claim(nodes, entry));
    requireOneFacility(senders);
    return new AccessRule(nodes, senders, new Access(
        facilities.all().stream().map(Facility::id).collect(Collectors.toSet())));
  }

  /// What a DICOM node may do, by its AE title and its address; empty for a stranger.
  public Optional<Grant> dicom(String callingAe, InetAddress address) {
    return nodes.stream()
        .filter(entry -> entry.ae().isAny() || entry.ae().title().equals(callingAe.strip()))
        .filter(entry -> entry.ae().addresses().isEmpty()
            || entry.ae().addresses().contains(address.getHostAddress()))
        .findFirst()
        .map(entry -> new Grant(entry.facility(), entry.ae().rights()));
  }

  /// What an HL7 sender may do, by the first components of MSH-3 and MSH-4; empty for a stranger.
  public Optional<Grant> hl7(String sendingApplication, String sendingFacility) {
    return senders.stream()
        .filter(entry -> entry.sender().matches(sendingApplication, sendingFacility))
        .findFirst()
        .map(entry -> new Grant(entry.facility(), EnumSet.allOf(Right.class)));
  }

  /// What HTTP may see: all facilities, those included that left the settings but kept their rows,
  /// since it serves this machine only.
  public Access http() {
    return everything;
  }

  private static void claim(List<AeEntry> nodes, AeEntry entry) {
    nodes.stream()
        .filter(other -> other.facility().id() != entry.facility().id())
        .filter(other -> other.ae().title().equals(entry.ae().title()))
        .filter(other -> other.ae().addresses().equals(entry.ae().addresses()))
        .findFirst()
        .ifPresent(other -> {
          throw new IllegalArgumentException("the AE title " + entry.ae().title()
              + " is claimed by the facilities " + entry.facility().code()
              + " and " + other.facility().code());
        });
  }

  private static void requireOneFacility(List<SenderEntry> senders) {
    Map<Hl7Sender, Facility> owners = new HashMap<>();
    for (var entry : senders) {
      var owner = owners.putIfAbsent(entry.sender(), entry.facility());
      if (owner != null && owner.id() != entry.facility().id()) {
        throw new IllegalArgumentException("the HL7 sender " + entry.sender().application() + "|"
            + entry.sender().facility() + " is claimed by the facilities " + owner.code()
            + " and " + entry.facility().code());
      }
    }
  }
}
