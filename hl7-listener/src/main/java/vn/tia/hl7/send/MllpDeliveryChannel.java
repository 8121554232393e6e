package vn.tia.hl7.send;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.send.Hl7Destination.OnError;
import vn.tia.mapping.hl7.AckCode;
import vn.tia.mapping.hl7.FaultException;
import vn.tia.mapping.hl7.Hl7Message;
import vn.tia.mapping.hl7.Hl7Segment;
import vn.tia.mapping.hl7.MessageHeader;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.mapping.hl7.ReadSettings.LineEnds;
import vn.tia.mapping.hl7.ReadSettings.Misdeclared;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.deliveries.DeliveryChannel;
import vn.tia.records.deliveries.DeliveryOutcome;
import vn.tia.records.deliveries.DeliveryOutcome.Delivered;
import vn.tia.records.deliveries.DeliveryOutcome.Rejected;
import vn.tia.records.deliveries.DeliveryOutcome.RetryLater;

/// Sends queued messages by MLLP and understands their acknowledgements.
///
/// Each message has a connection of its own: they are few, and a connection that a firewall has
/// forgotten would cost a time-out.
public final class MllpDeliveryChannel implements DeliveryChannel {

  /// Table 0357: the record is locked, or the receiver itself has failed. It may pass.
  private static final Set<String> PASSING = Set.of("206", "207");

  /// Answers are read with patience: only MSA and ERR count.
  private static final ReadSettings ANSWERS =
      ReadSettings.DEFAULT.with(LineEnds.CR_OR_LF).with(Misdeclared.READ_AS_UTF_8);

  private final Map<String, Hl7Destination> destinations;

  public MllpDeliveryChannel(List<Hl7Destination> destinations) {
    this.destinations = destinations.stream()
        .collect(Collectors.toMap(Hl7Destination::name, Function.identity()));
  }

  @Override
  public DeliveryOutcome send(Delivery delivery) {
    Hl7Destination destination = destinations.get(delivery.destination());
    if (destination == null) {
      return new RetryLater("the destination is not configured any more");
    }
    byte[] message = delivery.payload().toArray();
    try (var client = MllpClient.connect(destination.client())) {
      return outcome(client.exchange(message), MessageHeader.read(message), destination);
    } catch (IOException e) {
      return new RetryLater(String.valueOf(e.getMessage()));
    } catch (FaultException e) {
      return new RetryLater("the answer can't be read: " + e.getMessage());
    }
  }

  private static DeliveryOutcome outcome(
      byte[] answer, MessageHeader sent, Hl7Destination destination) {
    var header = MessageHeader.read(answer);
    var read = Hl7Message.read(answer, header, ANSWERS);
    Optional<Hl7Segment> msa = read.first("MSA");
    Optional<AckCode> code = msa.flatMap(segment -> segment.text(1)).flatMap(AckCode::of);
    if (code.isEmpty()) {
      return new RetryLater("the answer has no MSA-1 of table 0008");
    }
    if (!msa.flatMap(segment -> segment.text(2)).equals(Optional.of(sent.controlId()))) {
      return new RetryLater("the answer is for another message (MSA-2)");
    }
    String fault = read.first("ERR").flatMap(MllpDeliveryChannel::fault).orElse("");
    // The receiver's own words stay there: they may quote the report.
    String why = (msa.flatMap(segment -> segment.text(1)).orElseThrow() + " " + fault).strip();
    return switch (code.get()) {
      case ACCEPT -> new Delivered();
      case ERROR -> PASSING.contains(fault) || destination.onError() == OnError.SEND_AGAIN
          ? new RetryLater(why) : new Rejected(why);
      case REJECT -> PASSING.contains(fault) ? new RetryLater(why) : new Rejected(why);
    };
  }

  /// ERR-3 since 2.5, the fourth component of ERR-1 before.
  private static Optional<String> fault(Hl7Segment err) {
    return err.text(3)
        .or(() -> err.text(1, 0, 4, 1))
        .filter(code -> code.matches("\\d{3}"));
  }
}
