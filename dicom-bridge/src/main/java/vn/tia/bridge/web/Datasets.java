package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Iterator;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.dicom.xml.BulkDataReferences;
import vn.tia.dicom.xml.NativeXmlWriter;

/// How data sets are answered: DICOM JSON, or the Native DICOM Model (PS3.18 section 8.7.3.2).
public enum Datasets {
  JSON, XML;

  public static final String JSON_TYPE = "application/dicom+json";
  public static final String XML_TYPE = "application/dicom+xml";

  /// The form that a client likes best, JSON where it doesn't care.
  ///
  /// @throws WebException if it takes neither
  public static Datasets chosen(HttpServletRequest request) {
    for (var range : Accepted.ranges(request)) {
      boolean isUnnamed = range.isMultipart() && !range.parameters().containsKey("type");
      if (!isUnnamed && range.takes(JSON_TYPE, "application/json")
          && !(range.isMultipart() && range.payload().equals(XML_TYPE))) {
        return JSON;
      }
      if (isUnnamed || range.takes(XML_TYPE)) {
        return XML;
      }
    }
    throw WebException.notAcceptable("the answer is given as " + JSON_TYPE
        + " or multipart/related; type=\"" + XML_TYPE + "\"");
  }

  /// Writes one data set as the whole answer.
  public void write(Dataset dataset, HttpServletResponse response) throws IOException {
    switch (this) {
      case JSON -> {
        response.setContentType(JSON_TYPE);
        new DicomJsonWriter(BulkDataUris.NONE).write(dataset, response.getOutputStream());
      }
      case XML -> {
        response.setContentType(XML_TYPE);
        new NativeXmlWriter(BulkDataReferences.NONE).write(dataset, response.getOutputStream());
      }
    }
  }

  /// Writes data sets as a list, each as it comes.
  public void writeAll(Iterator<Dataset> datasets, HttpServletResponse response)
      throws IOException {
    switch (this) {
      case JSON -> {
        response.setContentType(JSON_TYPE);
        new DicomJsonWriter(BulkDataUris.NONE).writeAll(datasets, response.getOutputStream());
      }
      case XML -> {
        var writer = new NativeXmlWriter(BulkDataReferences.NONE);
        var parts = new Multipart(response, XML_TYPE);
        while (datasets.hasNext()) {
          writer.write(datasets.next(), parts.part(XML_TYPE));
        }
        parts.end();
      }
    }
  }
}
