package vn.tia.hl7.receive;

import java.util.Map;
import java.util.Set;
import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.records.facilities.Facility;

/// What is taken, and how the messages of each facility are read.
///
/// @param sites how a facility differs from the book, by its code
/// @param processingIds what MSH-11 may say; `P`, so that a test message can't order an exam
public record ReceiveSettings(Map<String, Site> sites, Set<String> processingIds) {

  /// Every facility by the book, production messages only.
  public static final ReceiveSettings DEFAULT = new ReceiveSettings(Map.of(), Set.of("P"));

  /// How one facility's messages are read.
  public record Site(ReadSettings read, OrderSite orders) {}

  public ReceiveSettings {
    sites = Map.copyOf(sites);
    processingIds = Set.copyOf(processingIds);
  }

  /// How the messages of a facility are read: by the book where nothing is said.
  public Site site(Facility facility) {
    Site site = sites.get(facility.code());
    return site != null
        ? site : new Site(ReadSettings.DEFAULT, OrderSite.standard(facility.zone()));
  }
}
