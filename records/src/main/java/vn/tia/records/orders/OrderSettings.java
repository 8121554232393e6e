package vn.tia.records.orders;

import java.util.Map;

/// How orders are completed at each facility.
///
/// @param accession the rule of each facility, by its code; GENERATED where none is named, since a
///     number of our own is short enough for every modality (16 characters) and never taken twice
public record OrderSettings(Map<String, AccessionRule> accession) {
  public static final OrderSettings DEFAULT = new OrderSettings(Map.of());

  public OrderSettings {
    accession = Map.copyOf(accession);
  }

  AccessionRule accessionOf(String facilityCode) {
    return accession.getOrDefault(facilityCode, AccessionRule.GENERATED);
  }
}
