package vn.tia.dicom.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.dicom.xml.BulkData;
import vn.tia.dicom.xml.BulkDataReferences;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.dicom.xml.NativeXmlWriter;

/// A way to write data sets as text.
enum TextForm {
  JSON("json", "DICOM JSON", "PS3.18 annex F") {
    @Override
    void write(Dataset dataset, Optional<String> base, BulkContent content, OutputStream out)
        throws IOException {
      BulkDataUris uris = base.isEmpty() ? BulkDataUris.NONE
          : (path, element) -> isBulk(element) ? Optional.of(base.get() + path) : Optional.empty();
      new DicomJsonWriter(uris, content).write(dataset, out);
    }

    @Override
    List<Dataset> read(InputStream in) throws IOException {
      return new DicomJsonReader().readAll(in);
    }
  },

  XML("xml", "XML", "the Native DICOM Model of PS3.19") {
    @Override
    void write(Dataset dataset, Optional<String> base, BulkContent content, OutputStream out)
        throws IOException {
      BulkDataReferences references = base.isEmpty() ? BulkDataReferences.NONE
          : (path, element) -> isBulk(element)
              ? Optional.of(new BulkData.Uri(base.get() + path)) : Optional.empty();
      new NativeXmlWriter(references, content).write(dataset, out);
    }

    @Override
    List<Dataset> read(InputStream in) throws IOException {
      return List.of(new NativeXmlReader().read(in));
    }
  };

  private static final int BULK_BYTES_MIN = 1024;

  private final String command;
  private final String label;
  private final String standard;

  TextForm(String command, String label, String standard) {
    this.command = command;
    this.label = label;
    this.standard = standard;
  }

  String command() {
    return command;
  }

  /// What people call it.
  String label() {
    return label;
  }

  /// Where it is defined.
  String standard() {
    return standard;
  }

  /// Writes a data set; with a base, long binary values as URIs under it.
  abstract void write(
      Dataset dataset, Optional<String> base, BulkContent content, OutputStream out)
      throws IOException;

  /// The data sets of a text.
  abstract List<Dataset> read(InputStream in) throws IOException;

  private static boolean isBulk(Element element) {
    return switch (element.value()) {
      case Value.Fragments _, Value.Bulk _ -> true;
      case Value.Binary(var bytes) -> bytes.length() > BULK_BYTES_MIN;
      case Value.Empty _, Value.Text _, Value.Numbers _, Value.TagList _, Value.Sequence _ ->
          false;
    };
  }
}
