package vn.tia.fhir.rest;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/// Answers what is wrong with an XML text before anything is made of it: a document type, which
/// no FHIR resource has, or more depth than the limit. Nothing outside the text is ever read.
final class StrictXml {
  private static final XMLInputFactory XML = factory();

  private StrictXml() {}

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /// What is wrong, as a sentence without any of the content; empty where nothing is.
  static Optional<String> flaw(byte[] body) {
    try {
      var reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
      var depth = 0;
      while (reader.hasNext()) {
        var event = reader.next();
        if (event == XMLStreamConstants.DTD
            || event == XMLStreamConstants.ENTITY_REFERENCE) {
          return Optional.of("the body has a document type or an entity, which FHIR has not");
        }
        depth += event == XMLStreamConstants.START_ELEMENT ? 1
            : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        if (depth > StrictJson.DEPTH_MAX) {
          return Optional.of(
              "the body is nested deeper than %d levels".formatted(StrictJson.DEPTH_MAX));
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      var at = Optional.ofNullable(e.getLocation());
      return Optional.of("the body is no XML, at line %d".formatted(
          at.map(location -> location.getLineNumber()).orElse(1)));
    }
  }
}
