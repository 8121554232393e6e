package vn.tia.dicom.io;

import java.util.Optional;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tag;

/// Watches the order and the lengths of the elements of a data set's top level (PS3.5 sections 7.1
/// and 7.2): what is wrong with them can be understood, and is remembered.
final class ElementOrder {
  private static final int NONE = 0;

  private int last = NONE;
  private int group;
  private long groupEnd = -1;
  private String trouble = "";

  /// A tag begins at a place.
  void tag(int code, long offset) {
    if (groupEnd >= 0 && code >>> 16 != group) {
      end(offset);
    }
    if (last != NONE && Integer.compareUnsigned(code, last) <= 0) {
      note("elements come twice or out of order");
    }
    last = code;
  }

  /// Its value has a length.
  void length(long bytes, boolean isUndefined) {
    if (!isUndefined && (bytes & 1) == 1) {
      note("a value has an odd length");
    }
  }

  /// A group length was read, the group begins here.
  void groupLength(int code, DatasetBuilder builder, long offset) {
    group = code >>> 16;
    groupEnd = builder.get(new Tag(code)).map(one -> one.integer())
        .map(length -> offset + (length.isPresent() ? length.getAsInt() : -1L))
        .orElse(-1L);
  }

  /// The data set, or a group, ends here.
  void end(long offset) {
    if (groupEnd >= 0 && groupEnd != offset) {
      note("a group length is wrong");
    }
    groupEnd = -1;
  }

  private void note(String what) {
    if (trouble.isEmpty()) {
      trouble = what;
    }
  }

  /// The first that was wrong.
  Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }
}
