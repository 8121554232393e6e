package vn.tia.bench.archive;

/// An archive under measurement.
///
/// @param name as a table shows it
/// @param aeTitle what it is called by
/// @param web the address of its DICOMweb
public record Archive(String name, String aeTitle, int dicomPort, String web) {}
