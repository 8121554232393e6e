package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a message wants done, read whole before any of it is done.
public sealed interface MessageContent
    permits OrderMessages, PatientMessage, ResultMessage, AppointmentMessage, PatientQuery {

  /// The messages that are taken, as MSH-9 names them.
  Set<String> EVENTS = Stream.of(Kind.values())
      .flatMap(kind -> kind.events.stream())
      .collect(Collectors.toUnmodifiableSet());

  /// Values that could not be used, where the message is right without them.
  List<Fault> leftOut();

  /// Reads a message of one of the [#EVENTS].
  ///
  /// @throws FaultException if it can't be used
  static MessageContent of(Hl7Message message, OrderSite site) {
    return Kind.of(message.header()).read.apply(message, site);
  }

  /// The kinds of messages: which they are, and who reads them.
  enum Kind {
    ORDERS(OrderMessages.EVENTS, OrderMessages::of),
    RESULT(ResultMessage.EVENTS, ResultMessage::of),
    APPOINTMENT(AppointmentMessage.EVENTS, AppointmentMessage::of),
    QUERY(PatientQuery.EVENTS, PatientQuery::of),
    PATIENT(PatientMessage.Told.EVENTS, PatientMessage.Told::of),
    REPLACEMENT(PatientMessage.Replaced.EVENTS, PatientMessage.Replaced::of),
    LINK(PatientMessage.Linked.EVENTS, PatientMessage.Linked::of);

    private final Set<String> events;
    private final BiFunction<Hl7Message, OrderSite, MessageContent> read;

    Kind(Set<String> events, BiFunction<Hl7Message, OrderSite, MessageContent> read) {
      this.events = events;
      this.read = read;
    }

    static Kind of(MessageHeader header) {
      String event = header.type() + "^" + header.event();
      return Stream.of(values())
          .filter(kind -> kind.events.contains(event))
          .findFirst()
          .orElseThrow(() -> new FaultException(Fault.reject(FaultCode.UNSUPPORTED_EVENT,
              FaultLocation.of("MSH", 9), "MSH-9 names no message that is taken")));
    }
  }
}
