package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// Leads the references in a transaction to the resources that its entries make or write, and to
/// those that criteria mean (R4 section 3.1.0.11.2).
final class BundleReferences {
  private final FhirContext context;
  private final Conditions conditions;
  private final RestCall call;
  private final Map<String, ResourceKey> byUrl = new HashMap<>();
  private final Map<String, ResourceKey> byCriteria = new HashMap<>();

  BundleReferences(FhirContext context, Conditions conditions, RestCall call) {
    this.context = context;
    this.conditions = conditions;
    this.call = call;
  }

  /// Notes which resource an entry's fullUrl stands for.
  void add(@Nullable String fullUrl, ResourceKey key) {
    if (fullUrl != null && byUrl.put(fullUrl, key) != null) {
      throw new InvalidRequestException("two entries of the Bundle have one fullUrl");
    }
  }

  /// Leads to another resource what led to a key: somebody else has made it meanwhile.
  void replace(ResourceKey key, ResourceKey there) {
    byUrl.replaceAll((_, one) -> one.equals(key) ? there : one);
    byUrl.put(key.toString(), there);
  }

  /// Changes what a resource refers to.
  void resolve(Resource resource) {
    for (var info : context.newTerser().getAllResourceReferences(resource)) {
      var reference = (Reference) info.getResourceReference();
      Optional.ofNullable(reference.getReference()).flatMap(this::resolved)
          .ifPresent(reference::setReference);
    }
    if (!byUrl.isEmpty()) {
      uris(resource);
      narrative(resource);
    }
  }

  private void uris(Resource resource) {
    context.newTerser().getAllPopulatedChildElementsOfType(resource, UriType.class)
        .forEach(uri -> Optional.ofNullable(uri.getValue()).map(byUrl::get)
            .ifPresent(key -> uri.setValue(key.toString())));
  }

  private void narrative(Resource resource) {
    if (resource instanceof DomainResource domain && domain.getText().hasDiv()) {
      var div = domain.getText().getDivAsString();
      var next = div;
      for (var one : byUrl.entrySet()) {
        next = next.replace("href=\"" + one.getKey() + "\"", "href=\"" + one.getValue() + "\"")
            .replace("src=\"" + one.getKey() + "\"", "src=\"" + one.getValue() + "\"");
      }
      if (!next.equals(div)) {
        domain.getText().setDivAsString(next);
      }
    }
  }

  private Optional<String> resolved(String reference) {
    var fragment = reference.indexOf('#');
    var url = fragment > 0 ? reference.substring(0, fragment) : reference;
    var version = url.indexOf("/_history/");
    var bare = version > 0 ? url.substring(0, version) : url;
    var known = Optional.ofNullable(byUrl.get(url)).or(() -> Optional.ofNullable(byUrl.get(bare)))
        .or(() -> Optional.ofNullable(byUrl.get(call.caller().base() + "/" + bare)));
    if (known.isPresent()) {
      return known.map(key -> key + reference.substring(url.length()));
    }
    if (url.startsWith("urn:uuid:") || url.startsWith("urn:oid:")) {
      throw new InvalidRequestException(
          "a reference in the Bundle leads to no entry of it: there is no such fullUrl");
    }
    if (url.startsWith(call.caller().base() + "/")) {
      return Optional.of(url.substring(call.caller().base().length() + 1));
    }
    return url.matches("[A-Z][A-Za-z]+\\?.+")
        ? Optional.of(byCriteria(url).toString()) : Optional.empty();
  }

  private ResourceKey byCriteria(String url) {
    return byCriteria.computeIfAbsent(url, one -> {
      var type = one.substring(0, one.indexOf('?'));
      if (ServedType.named(type).isEmpty()) {
        throw new InvalidRequestException(
            "a reference in the Bundle is by criteria of a type that is not here");
      }
      return conditions.one(type, Conditions.parameters(one), call)
          .map(StoredResource::key)
          .orElseThrow(() -> new PreconditionFailedException(
              "no %s matches the criteria of a reference in the Bundle".formatted(type)));
    });
  }
}
