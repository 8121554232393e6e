package vn.tia.fhir.subscriptions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;

/// What a Subscription asks for, read and checked.
///
/// @param topic empty for R4's own criteria
/// @param type the resource type that is watched
/// @param queries the criteria, or the filters of the topic, each as it stands behind the `?`
/// @param target empty for a websocket
/// @param headers whole lines
/// @param mediaType of what is sent; empty where nothing of the resource is
record Wanted(Optional<Topic> topic, String type, List<String> queries, Optional<Target> target,
    List<String> headers, Optional<String> mediaType, Content content,
    OptionalInt heartbeatSeconds, Optional<Instant> ends) {

  static final String BACKPORT =
      "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

  private static final int HEADERS_MAX = 20;
  private static final int HEADER_CHARS_MAX = 4_096;
  private static final int FILTERS_MAX = 20;

  /// What the sender itself says (RFC 9110, RFC 9112); a second one would mean another message.
  private static final Set<String> OWN_HEADERS = Set.of("host", "content-length", "content-type",
      "transfer-encoding", "connection", "te", "trailer", "upgrade", "expect", "keep-alive",
      "proxy-connection", "content-encoding");

  /// How much of the resource a notification has (backport-content-value-set).
  enum Content {
    EMPTY("empty"), ID_ONLY("id-only"), FULL_RESOURCE("full-resource");

    private final String code;

    Content(String code) {
      this.code = code;
    }

    static Optional<Content> of(String code) {
      return List.of(values()).stream().filter(one -> one.code.equals(code)).findFirst();
    }
  }

  /// Reads a Subscription.
  ///
  /// @throws BadSubscriptionException if it asks for what isn't served
  static Wanted of(Subscription subscription) {
    var criteria = String.valueOf(subscription.getCriteria());
    var topic = Topic.of(criteria);
    if (topic.isEmpty() && !criteria.matches("[A-Z][A-Za-z]+(\\?.*)?")) {
      throw new BadSubscriptionException(
          "criteria is a search such as DiagnosticReport?status=final, or one of the topics "
              + List.of(Topic.values()).stream().map(Topic::canonical).toList());
    }
    var channel = subscription.getChannel();
    boolean isHook = channel.getType() == SubscriptionChannelType.RESTHOOK;
    if (!isHook && channel.getType() != SubscriptionChannelType.WEBSOCKET) {
      throw new BadSubscriptionException("channel.type is rest-hook or websocket here");
    }
    if (isHook && !channel.hasEndpoint()) {
      throw new BadSubscriptionException("channel.endpoint must be present for rest-hook");
    }
    var filters = topic.map(one -> filters(subscription.getCriteriaElement(), one))
        .orElseGet(() -> List.of(criteria.replaceFirst("^[A-Za-z]+\\??", "")));
    return new Wanted(topic, topic.map(Topic::type).orElseGet(() -> criteria.split("\\?")[0]),
        filters, isHook ? Optional.of(Target.of(channel.getEndpoint())) : Optional.empty(),
        headers(channel.getHeader().stream().map(header -> header.getValue()).toList()),
        mediaType(channel.getPayload(), topic), content(channel.getPayloadElement()),
        number(channel, "heartbeat-period"),
        Optional.ofNullable(subscription.getEnd()).map(end -> end.toInstant()));
  }

  private static List<String> filters(Element criteria, Topic topic) {
    var filters = criteria.getExtension().stream()
        .filter(one -> (BACKPORT + "filter-criteria").equals(one.getUrl()))
        .map(one -> String.valueOf(one.getValueAsPrimitive().getValueAsString())).toList();
    if (filters.size() > FILTERS_MAX) {
      throw new BadSubscriptionException("a topic has at most %d filters".formatted(FILTERS_MAX));
    }
    return filters.stream().map(filter -> {
      if (!filter.startsWith(topic.type() + "?")) {
        throw new BadSubscriptionException(
            "a filter of this topic begins with " + topic.type() + "?");
      }
      return filter.substring(topic.type().length() + 1);
    }).toList();
  }

  /// JSON where a topic's subscriber says nothing: its notifications are Bundles always.
  private static Optional<String> mediaType(String payload, Optional<Topic> topic) {
    if (payload == null || payload.isBlank()) {
      return topic.map(_ -> "application/fhir+json");
    }
    if (!payload.matches("application/fhir\\+(json|xml)")) {
      throw new BadSubscriptionException(
          "channel.payload is application/fhir+json or application/fhir+xml");
    }
    return Optional.of(payload);
  }

  private static Content content(Element payload) {
    return extension(payload, "payload-content")
        .map(one -> Content.of(one.getValueAsPrimitive().getValueAsString())
            .orElseThrow(() -> new BadSubscriptionException(
                "backport-payload-content is empty, id-only or full-resource")))
        .orElse(Content.EMPTY);
  }

  private static OptionalInt number(Element element, String name) {
    return extension(element, name)
        .map(one -> one.getValueAsPrimitive().getValueAsString())
        .map(text -> {
          if (!text.matches("[1-9]\\d{0,6}")) {
            throw new BadSubscriptionException("backport-" + name + " is a number of seconds");
          }
          return OptionalInt.of(Integer.parseInt(text));
        }).orElse(OptionalInt.empty());
  }

  private static Optional<Extension> extension(Element element, String name) {
    return element.getExtension().stream()
        .filter(one -> (BACKPORT + name).equals(one.getUrl()))
        .filter(one -> one.hasValue() && one.getValue().isPrimitive())
        .findFirst();
  }

  /// Header lines as they may go into a request (RFC 9110 section 5.5): one line each.
  private static List<String> headers(List<String> lines) {
    if (lines.size() > HEADERS_MAX) {
      throw new BadSubscriptionException("channel.header has more than " + HEADERS_MAX + " lines");
    }
    lines.forEach(line -> {
      if (line == null || line.length() > HEADER_CHARS_MAX
          || !line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t ]*[\\t !-~]*")) {
        throw new BadSubscriptionException("channel.header is not a line `Name: value`");
      }
      var name = line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT);
      if (OWN_HEADERS.contains(name)) {
        throw new BadSubscriptionException("channel.header may not set " + name);
      }
    });
    return lines;
  }
}
