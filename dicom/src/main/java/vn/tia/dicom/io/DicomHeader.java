package vn.tia.dicom.io;

import java.util.Optional;
import vn.tia.dicom.data.Dataset;

/// A file read up to its pixel data.
///
/// @param meta the file's own header
/// @param datasetOffset where the data set begins in the file
/// @param dataset the elements before the pixel data
/// @param pixelData where the pixel data lies in the file; where the data set is deflated, in its
///     inflated bytes
public record DicomHeader(
    FileMetaInformation meta,
    long datasetOffset,
    Dataset dataset,
    Optional<ElementLocation> pixelData) {}
