package vn.tia.hl7.send;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.mapping.hl7.Dialect.Written;
import vn.tia.mapping.hl7.Envelope;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.deliveries.Deliveries;
import vn.tia.records.deliveries.Delivery;
import vn.tia.records.facilities.Facility;

/// Queues messages for the destinations of a facility, each in the dialect of its receiver.
final class Postbox {

  private static final Logger LOG = LoggerFactory.getLogger(Postbox.class);

  private final List<Hl7Destination> destinations;
  private final Deliveries deliveries;
  private final Clock clock;

  Postbox(List<Hl7Destination> destinations, Deliveries deliveries, Clock clock) {
    this.destinations = List.copyOf(destinations);
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// What is to be told.
  ///
  /// @param facility whose destinations hear of it
  /// @param lane what must not overtake what: the patient
  /// @param cause the same for the same event, so that it is told once
  /// @param message the message of a kind, empty where that kind doesn't tell of it
  record Posting(Facility facility, String lane, String cause,
      BiFunction<SentKind, Envelope, Optional<String>> message) {}

  /// Whether a facility has a destination that gets one of these kinds.
  boolean isWanted(String facilityCode, SentKind... kinds) {
    return of(facilityCode).anyMatch(one -> Stream.of(kinds).anyMatch(one.kinds()::contains));
  }

  /// Queues, in the running transaction, what each destination gets of it.
  void post(Posting posting) {
    of(posting.facility().code()).forEach(to -> post(posting, to));
  }

  private Stream<Hl7Destination> of(String facilityCode) {
    return destinations.stream().filter(one -> one.facilityCode().equals(facilityCode));
  }

  private void post(Posting posting, Hl7Destination to) {
    for (SentKind kind : SentKind.values()) {
      if (to.kinds().contains(kind)) {
        // Reports keep the key that they had when there was one kind only.
        String key = kind == SentKind.ORU_R01
            ? posting.cause() : posting.cause() + " " + kind.code();
        posting.message().apply(kind, envelope(posting, to, key))
            .ifPresent(text -> post(posting, to, key, text));
      }
    }
  }

  private void post(Posting posting, Hl7Destination to, String key, String text) {
    Written written = to.dialect().write(text);
    var remark = written.folded() == 0 ? "" : "%d characters are not in %s: sent without accents"
        .formatted(written.folded(), to.dialect().characterSet());
    var delivery = new Delivery(posting.facility().id(), to.name(), OutgoingMessages.KIND,
        written.bytes(), posting.lane(), key, remark);
    if (written.lost() > 0) {
      deliveries.layAside(delivery, "%d characters are not in %s, the receiver's character set"
          .formatted(written.lost(), to.dialect().characterSet()));
      LOG.error("a message to {} is laid aside: {} of its characters are not in {}", to.name(),
          written.lost(), to.dialect().characterSet());
      return;
    }
    deliveries.enqueue(delivery);
  }

  private Envelope envelope(Posting posting, Hl7Destination to, String key) {
    Facility facility = posting.facility();
    return new Envelope(to.parties(), controlId(key), clock.instant(), facility.zone(),
        facility.systems(), to.dialect());
  }

  /// The same each time a message is sent, so that a receiver knows it when it comes again;
  /// 20 characters, as MSH-10 has up to 2.6.
  private static String controlId(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
