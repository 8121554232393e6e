package vn.tia.dicom.io;

import java.util.Optional;
import vn.tia.dicom.data.Tag;

/// What a reader reads of a data set, and within which limits.
///
/// @param limits how much is taken before the reader refuses
/// @param stopBefore the first tag at the top level that is left unread
/// @param bulkBytesMin binary values of at least so many bytes stay in the source, as
///     `Value.Bulk` with their offset
/// @param bulk takes those values as they pass
public record ReadSettings(
    ReadLimits limits, Optional<Tag> stopBefore, long bulkBytesMin, BulkSink bulk) {
  /// Everything, in memory, within the default limits.
  public static final ReadSettings DEFAULT = of(ReadLimits.DEFAULT);

  public static ReadSettings of(ReadLimits limits) {
    return new ReadSettings(limits, Optional.empty(), Long.MAX_VALUE, BulkSink.LEAVING);
  }

  /// Leaves a tag and all behind it unread.
  public ReadSettings stoppingBefore(Tag tag) {
    return new ReadSettings(limits, Optional.of(tag), bulkBytesMin, bulk);
  }

  /// Leaves long binary values in the source.
  public ReadSettings leavingBulkFrom(long bytes) {
    return new ReadSettings(limits, stopBefore, bytes, BulkSink.LEAVING);
  }

  /// Hands long binary values on as they pass.
  public ReadSettings passingBulkFrom(long bytes, BulkSink sink) {
    return new ReadSettings(limits, stopBefore, bytes, sink);
  }
}
