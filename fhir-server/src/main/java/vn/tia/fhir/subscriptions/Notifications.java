package vn.tia.fhir.subscriptions;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import vn.tia.fhir.subscriptions.Wanted.Content;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;
import vn.tia.records.subscriptions.SubscriptionEvent;
import vn.tia.records.subscriptions.SubscriptionState;
import vn.tia.records.subscriptions.SubscriptionStatus;

/// Makes the Bundles that subscribers are sent, as the R4 form of the R5 backport has them
/// (backport-subscription-notification-r4): a status first, then what the content level allows.
public final class Notifications {
  private static final String PROFILES =
      "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

  private final Resources resources;
  private final Clock clock;
  private final Supplier<String> base;

  /// @param base the address of the FHIR door
  public Notifications(Resources resources, Clock clock, Supplier<String> base) {
    this.resources = resources;
    this.clock = clock;
    this.base = base;
  }

  /// What a notification is for (subscription-notification-type).
  enum Kind {
    HANDSHAKE("handshake"), HEARTBEAT("heartbeat"), EVENT("event-notification"),
    QUERY_STATUS("query-status"), QUERY_EVENT("query-event");

    private final String code;

    Kind(String code) {
      this.code = code;
    }
  }

  /// A notification with any number of events.
  Bundle bundle(Kind kind, SubscriptionState state, Wanted wanted,
      List<SubscriptionEvent> events, Content content) {
    var bundle = new Bundle().setType(BundleType.HISTORY);
    bundle.setId(UUID.randomUUID().toString());
    bundle.getMeta().addProfile(PROFILES + "backport-subscription-notification-r4");
    bundle.setTimestamp(Date.from(clock.instant()));
    var status = status(kind, state, wanted);
    events.forEach(event -> status.addParameter(said(event, content)));
    var first = bundle.addEntry().setFullUrl("urn:uuid:" + status.getIdElement().getIdPart());
    first.setResource(status);
    first.getRequest().setMethod(HTTPVerb.GET)
        .setUrl(base.get() + "/Subscription/" + state.id() + "/$status");
    first.getResponse().setStatus("200");
    if (content == Content.FULL_RESOURCE) {
      events.forEach(event -> add(bundle, event, state));
    }
    return bundle;
  }

  /// How a subscription fares, as a Parameters resource (backport-subscription-status-r4).
  Parameters status(Kind kind, SubscriptionState state, Wanted wanted) {
    var status = new Parameters();
    status.setId(UUID.randomUUID().toString());
    status.getMeta().addProfile(PROFILES + "backport-subscription-status-r4");
    status.addParameter().setName("subscription")
        .setValue(new Reference(base.get() + "/Subscription/" + state.id()));
    wanted.topic().ifPresent(topic -> status.addParameter().setName("topic")
        .setValue(new CanonicalType(topic.canonical())));
    status.addParameter().setName("status").setValue(new CodeType(code(state.status())));
    status.addParameter().setName("type").setValue(new CodeType(kind.code));
    status.addParameter().setName("events-since-subscription-start")
        .setValue(new StringType(Long.toString(state.events())));
    return status;
  }

  static String code(SubscriptionStatus status) {
    return switch (status) {
      case REQUESTED -> "requested";
      case ACTIVE -> "active";
      case ERROR -> "error";
      case OFF -> "off";
    };
  }

  /// The version that an event is about; empty where it was deleted for good.
  Optional<StoredResource> version(SubscriptionEvent event, SubscriptionState state) {
    return resources.vread(ResourceKey.parse(event.resource()), event.version(),
        Access.to(state.facilityId())).filter(stored -> !stored.deleted());
  }

  /// A resource as the subscriber reads it.
  static byte[] encoded(Resource resource, String mediaType) {
    return mediaType.endsWith("xml")
        ? context().newXmlParser().setStripVersionsFromReferences(false)
            .encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8)
        : FhirJson.encode(resource).getBytes(StandardCharsets.UTF_8);
  }

  private static FhirContext context() {
    return FhirJson.context();
  }

  private ParametersParameterComponent said(SubscriptionEvent event, Content content) {
    var said = new ParametersParameterComponent();
    said.setName("notification-event");
    said.addPart().setName("event-number")
        .setValue(new StringType(Long.toString(event.number())));
    said.addPart().setName("timestamp").setValue(new InstantType(Date.from(event.at())));
    if (content != Content.EMPTY) {
      said.addPart().setName("focus")
          .setValue(new Reference(base.get() + "/" + event.resource()));
    }
    return said;
  }

  private void add(Bundle bundle, SubscriptionEvent event, SubscriptionState state) {
    version(event, state).ifPresent(version -> {
      var entry = bundle.addEntry().setFullUrl(base.get() + "/" + event.resource());
      entry.setResource(FhirJson.decode(version.json()));
      boolean isNew = version.version() == 1;
      entry.getRequest().setMethod(isNew ? HTTPVerb.POST : HTTPVerb.PUT)
          .setUrl(isNew ? version.type() : event.resource());
      entry.getResponse().setStatus(isNew ? "201" : "200");
    });
  }
}
