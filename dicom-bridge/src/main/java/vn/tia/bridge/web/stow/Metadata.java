package vn.tia.bridge.web.stow;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import vn.tia.bridge.web.Datasets;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.json.DicomJsonException;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.JsonLimits;
import vn.tia.dicom.xml.BulkData;
import vn.tia.dicom.xml.NativeXmlException;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.dicom.xml.XmlLimits;

/// Reads the metadata of instances, in JSON or XML.
final class Metadata {

  private Metadata() {}

  static boolean is(MediaRange type) {
    return isJson(type) || type.type().equals(Datasets.XML_TYPE);
  }

  private static boolean isJson(MediaRange type) {
    return type.type().equals(Datasets.JSON_TYPE) || type.type().equals("application/json");
  }

  /// The instances that a text describes.
  ///
  /// @throws WebException if it is none
  static List<DescribedInstance> read(MediaRange type, InputStream in) throws IOException {
    List<String> uris = new ArrayList<>();
    try {
      if (!isJson(type)) {
        var dataset = new NativeXmlReader(XmlLimits.DEFAULT, (reference, _) -> switch (reference) {
          case BulkData.Uri(var uri) -> place(uri, uris);
          case BulkData.Uuid(var uuid) -> place(uuid, uris);
        }).read(in);
        return List.of(new DescribedInstance(dataset, List.copyOf(uris)));
      }
      var reader = new DicomJsonReader(JsonLimits.DEFAULT, (uri, _) -> place(uri, uris));
      var datasets = reader.readAll(in);
      var all = List.copyOf(uris);
      return datasets.stream().map(one -> new DescribedInstance(one, all)).toList();
    } catch (DicomJsonException | NativeXmlException e) {
      throw WebException.badRequest("the metadata can't be read: " + e.getMessage());
    }
  }

  private static Value place(String uri, List<String> uris) {
    uris.add(uri);
    return new Value.Bulk(uris.size() - 1, 0);
  }
}
