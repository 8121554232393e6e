package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.json.DicomJsonException;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.JsonLimits;
import vn.tia.dicom.xml.NativeXmlException;
import vn.tia.dicom.xml.NativeXmlReader;
import vn.tia.dicom.xml.XmlLimits;

/// Reads the one data set that a request carries, as DICOM JSON or as Native DICOM Model.
public final class DatasetBody {
  /// The longest body: 1 MB, a hundred times a large worklist item.
  public static final int BYTES_MAX = 1 << 20;

  private DatasetBody() {}

  /// The data set of a request.
  ///
  /// @throws WebException if the body is of another type, too long, or no single data set
  public static Dataset read(HttpServletRequest request) throws IOException {
    var type = Optional.ofNullable(request.getContentType()).flatMap(MediaRange::contentType)
        .map(MediaRange::type).orElse("");
    var isXml = type.equals(Datasets.XML_TYPE);
    if (!isXml && !type.equals(Datasets.JSON_TYPE) && !type.equals("application/json")) {
      throw WebException.unsupported(
          "the body is " + Datasets.JSON_TYPE + " or " + Datasets.XML_TYPE);
    }
    var bytes = request.getInputStream().readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw WebException.tooLarge("the body is longer than " + BYTES_MAX + " bytes");
    }
    try {
      return isXml ? xml(bytes) : json(bytes);
    } catch (DicomJsonException | NativeXmlException e) {
      throw WebException.badRequest("the body can't be read: " + e.getMessage());
    }
  }

  private static Dataset xml(byte[] bytes) throws IOException {
    return new NativeXmlReader(XmlLimits.DEFAULT, (_, _) -> {
      throw WebException.badRequest("the body refers to bulk data");
    }).read(new ByteArrayInputStream(bytes));
  }

  /// PS3.18 annex F.2: a data set is an object; where several may be sent, an array of them.
  private static Dataset json(byte[] bytes) throws IOException {
    var datasets = new DicomJsonReader(JsonLimits.DEFAULT, (_, _) -> {
      throw WebException.badRequest("the body refers to bulk data");
    }).readAll(new ByteArrayInputStream(bytes));
    if (datasets.size() != 1) {
      throw WebException.badRequest("the body has " + datasets.size() + " data sets, not one");
    }
    return datasets.getFirst();
  }
}
