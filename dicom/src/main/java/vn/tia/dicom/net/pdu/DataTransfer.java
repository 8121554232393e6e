package vn.tia.dicom.net.pdu;

import java.util.List;

/// P-DATA-TF: fragments of messages (PS3.8 section 9.3.5).
public record DataTransfer(List<DataValue> values) implements Pdu {

  public DataTransfer {
    values = List.copyOf(values);
  }
}
