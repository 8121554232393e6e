package vn.tia.records.orders;

/// Where the accession number of an order comes from that brings none.
public enum AccessionRule {
  /// Tia counts: `T`, two digits of the year, nine digits.
  GENERATED,
  /// The placer order number, where there is one; else counted.
  PLACER,
  /// The filler order number, where there is one; else counted.
  FILLER
}
