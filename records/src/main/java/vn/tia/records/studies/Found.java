package vn.tia.records.studies;

import vn.tia.dicom.data.Dataset;

/// One answer of a query.
///
/// @param path what it is
/// @param attributes what the records know of it, with the attributes of the levels above; bulk
///     values show as [vn.tia.dicom.data.Value.Bulk]
public record Found(InstancePath path, Dataset attributes) {}
