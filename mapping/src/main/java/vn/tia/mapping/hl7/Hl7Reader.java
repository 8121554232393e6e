package vn.tia.mapping.hl7;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.NoValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Reads messages of every version into the model of 2.5.1.
///
/// Thread-safe. HAPI's parser isn't (it caches structures in a plain map), so each call borrows one.
public final class Hl7Reader {

  private final ConcurrentLinkedQueue<PipeParser> parsers = new ConcurrentLinkedQueue<>();

  /// Reads a message whose header was read before.
  ///
  /// @throws FaultException if the bytes are not text of their character set or no HL7 message
  public Hl7Message read(byte[] message, MessageHeader header, ReadSettings settings) {
    String text = MessageText.of(message, header, settings);
    PipeParser borrowed = parsers.poll();
    PipeParser parser = borrowed == null ? newParser() : borrowed;
    try {
      var segments = new ArrayList<Hl7Segment>();
      collect(parser.parse(text), segments);
      parsers.offer(parser);
      return new Hl7Message(header, segments);
    } catch (HL7Exception e) {
      // Its text quotes the message, so it must not travel further.
      throw new FaultException(new Fault(AckCode.ERROR, FaultCode.SEGMENT_SEQUENCE,
          Optional.empty(),
          "the message can't be parsed: " + e.getClass().getSimpleName()));
    }
  }

  static PipeParser newParser() {
    var context = new DefaultHapiContext();
    context.setValidationContext(new NoValidation());
    context.setModelClassFactory(new CanonicalModelClassFactory("2.5.1"));
    ParserConfiguration configuration = context.getParserConfiguration();
    configuration.setAllowUnknownVersions(true);
    configuration.setDefaultObx2Type("ST");
    configuration.setInvalidObx2Type("ST");
    // An ampersand in a comment or description is a character, not the end of the value.
    configuration.setEscapeSubcomponentDelimiterInPrimitive(true);
    configuration.setEscaping(new Escapes());
    return context.getPipeParser();
  }

  private static void collect(Group group, List<Hl7Segment> segments) throws HL7Exception {
    for (String name : group.getNames()) {
      for (Structure structure : group.getAll(name)) {
        switch (structure) {
          case Group inner -> collect(inner, segments);
          case Segment segment when !segment.isEmpty() -> segments.add(new Hl7Segment(segment));
          default -> { }
        }
      }
    }
  }
}
