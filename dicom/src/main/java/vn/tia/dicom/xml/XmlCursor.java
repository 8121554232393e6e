package vn.tia.dicom.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Walks through an XML text, tag by tag, and stops at whatever could reach out of it.
final class XmlCursor {
  private static final int MODEL_DEPTH = 16;
  private static final int DECLARATION_BYTES_MAX = 200;
  private static final Pattern ENCODING =
      Pattern.compile("^(?:\\xef\\xbb\\xbf)?<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([\\w.-]+)");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final XMLStreamReader reader;
  private String path = "";

  XmlCursor(InputStream in, XmlLimits limits) throws IOException {
    // The JDK's own, whatever else is on the class path: the properties below are its.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    // An attribute and an item for each level, and what a name has.
    factory.setProperty(
        "jdk.xml.maxElementDepth", Integer.toString(2 * limits.depthMax() + MODEL_DEPTH));
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing outside of the text is read");
    });
    try {
      reader = factory.createXMLStreamReader(characters(new Limited(in, limits.bytesMax())));
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /// Decodes the text strictly. The parser's own decoder prints what it can't read to the
  /// standard error.
  private Reader characters(InputStream bytes) throws IOException {
    var in = new PushbackInputStream(bytes, DECLARATION_BYTES_MAX);
    byte[] start = in.readNBytes(DECLARATION_BYTES_MAX);
    int mark = Arrays.mismatch(start, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length
        ? BYTE_ORDER_MARK.length : 0;
    in.unread(start, mark, start.length - mark);
    return new InputStreamReader(in, encoding(start).newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /// What the text declares to be in: UTF-8 by default, as PS3.19 section A.1 has it; DCMTK writes
  /// ISO 8859 too.
  private Charset encoding(byte[] start) throws NativeXmlException {
    var declared = ENCODING.matcher(new String(start, StandardCharsets.ISO_8859_1));
    if (!declared.find()) {
      return StandardCharsets.UTF_8;
    }
    String name = declared.group(1).toUpperCase(Locale.ROOT);
    if (!name.matches("UTF-8|US-ASCII|ISO-8859-[0-9]{1,2}") || !Charset.isSupported(name)) {
      throw error("the encoding that the text declares is none that is read");
    }
    return Charset.forName(name);
  }

  /// Where the cursor is, for the sentence that says what is wrong there.
  String path() {
    return path;
  }

  void at(String place) {
    path = place;
  }

  NativeXmlException error(String what) {
    return new NativeXmlException(path, what);
  }

  /// Moves to the next start tag within the element in hand, empty at its end; text between is
  /// blank.
  Optional<String> nextChild() throws IOException {
    while (true) {
      switch (step()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return Optional.of(name());
        }
        case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
          return Optional.empty();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA,
            XMLStreamConstants.SPACE -> {
          if (!reader.isWhiteSpace()) {
            throw error("text stands where none has a place");
          }
        }
        default -> { }
      }
    }
  }

  /// The text of the element in hand, which holds nothing else; moves to its end.
  String text() throws IOException {
    var text = new StringBuilder();
    while (true) {
      switch (step()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA,
            XMLStreamConstants.SPACE -> text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT ->
            throw error("an element stands where only text has a place");
        default -> { }
      }
    }
  }

  /// One attribute of the element in hand.
  Optional<String> attribute(String name) {
    return Optional.ofNullable(reader.getAttributeValue(null, name));
  }

  private String name() throws IOException {
    String space = reader.getNamespaceURI();
    if (space != null && !space.isEmpty() && !space.equals(NativeXmlWriter.NAMESPACE)) {
      throw error("an element of another namespace stands here");
    }
    return reader.getLocalName();
  }

  private int step() throws IOException {
    try {
      if (!reader.hasNext()) {
        return XMLStreamConstants.END_DOCUMENT;
      }
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw error("a document type is not taken");
      }
      if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw error("an entity is not taken");
      }
      return event;
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  private IOException failure(XMLStreamException e) {
    if (e.getNestedException() instanceof TooLong limit) {
      return error(limit.getMessage());
    }
    if (e.getNestedException() instanceof CharacterCodingException) {
      return error("the text is not in its encoding");
    }
    // The message of the parser may repeat the text.
    var place = e.getLocation();
    return error(place == null ? "the text is no XML"
        : "the text is no XML in line %d, column %d".formatted(
            place.getLineNumber(), place.getColumnNumber()));
  }

  private static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(long bytesMax) {
      super("the text has more than %d bytes".formatted(bytesMax));
    }
  }

  /// Ends a text that goes on too long.
  private static final class Limited extends FilterInputStream {
    private final long bytesMax;
    private long count;

    Limited(InputStream in, long bytesMax) {
      super(in);
      this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int got = in.read(target, from, length);
      count(got);
      return got;
    }

    private void count(int got) throws IOException {
      count += Math.max(got, 0);
      if (count > bytesMax) {
        throw new TooLong(bytesMax);
      }
    }
  }
}
