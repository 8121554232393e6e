package vn.tia.dicom.data;

import java.util.List;

/// What a data element holds. The variants follow the shape of the data, not its VR.
public sealed interface Value {
  /// Present but without a value, as type 2 attributes may be.
  Value EMPTY = new Empty();

  /// Nothing; written as length zero.
  record Empty() implements Value {}

  /// Used for AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UI, UR and UT.
  ///
  /// Values are without padding; bytes that the character set doesn't know show as U+FFFD.
  record Text(List<String> values) implements Value {
    public Text {
      values = List.copyOf(values);
    }
  }

  /// Used for SS, US, SL (`Integer`), UL, SV (`Long`), UV (`BigInteger`), FL and FD.
  record Numbers(List<? extends Number> values) implements Value {
    public Numbers {
      values = List.copyOf(values);
    }
  }

  /// Used for AT.
  record TagList(List<Tag> values) implements Value {
    public TagList {
      values = List.copyOf(values);
    }
  }

  /// Used for OB, OD, OF, OL, OV, OW and UN; words are in little endian order.
  record Binary(Bytes bytes) implements Value {}

  /// Used for SQ.
  record Sequence(List<Dataset> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Used for encapsulated pixel data: basic offset table, then fragments (PS3.5 section A.4).
  record Fragments(Bytes offsetTable, List<Bytes> fragments) implements Value {
    public Fragments {
      fragments = List.copyOf(fragments);
    }
  }

  /// Bytes that were not read but left in the source, from an offset on.
  ///
  /// The length is -1 for encapsulated data; the offset is then that of the offset table's item.
  record Bulk(long offset, long length) implements Value {}
}
