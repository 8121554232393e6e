package vn.tia.dicom.io;

import vn.tia.dicom.data.Dataset;

/// One item of a sequence that is read item by item.
///
/// @param offset the first byte of the item's header, counted as all offsets of the reader
public record ItemReading(long offset, Dataset dataset) {}
