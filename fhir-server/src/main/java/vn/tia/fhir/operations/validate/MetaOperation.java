package vn.tia.fhir.operations.validate;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.operations.Operation;
import vn.tia.fhir.operations.OperationAnswer;
import vn.tia.fhir.operations.OperationCall;
import vn.tia.fhir.operations.OperationInfo;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.OperationInfo.Parameter;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.ResourceMeta;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// `$meta`, `$meta-add` and `$meta-delete` of a resource (R4 section 3.2.0.7): its profiles, tags
/// and security labels; `$meta` also of a type and of the server: all that are in use. A change is
/// a new version, by the rules of writes.
public record MetaOperation(Kind kind, Resources resources, ResourceMeta metas, Changes changes)
    implements Operation {
  /// Different sets of tags, labels and profiles: a site has some ten.
  private static final int DIFFERENT_MAX = 10_000;

  private static final Parameter META = OperationInfo.needed("meta", "Meta",
      "The profiles, tags and security labels.");
  private static final Parameter RETURN =
      OperationInfo.out("return", "Meta", "The meta of the resource.");

  /// What is done with the meta.
  public enum Kind { SHOW, ADD, DELETE }

  /// Changes a resource as a client's patch would.
  @FunctionalInterface
  public interface Changes {
    StoredResource change(ResourceKey key, UnaryOperator<Resource> change, Access access);
  }

  @Override
  public OperationInfo info() {
    return switch (kind) {
      case SHOW -> new OperationInfo("meta", OperationInfo.r4("Resource-meta"),
          "The profiles, tags and labels of a resource, of all of a type, or of all.",
          Effect.READS, Set.of(Level.values()), Set.of(), List.of(RETURN));
      case ADD -> change("meta-add", "Adds profiles, tags and labels.");
      case DELETE -> change("meta-delete", "Takes tags, labels and profiles away.");
    };
  }

  private static OperationInfo change(String name, String about) {
    return new OperationInfo(name, OperationInfo.r4("Resource-" + name), about, Effect.WRITES,
        Set.of(Level.INSTANCE), Set.of(), List.of(META, RETURN));
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var answer = new Parameters();
    answer.addParameter().setName("return")
        .setValue(call.key().map(key -> meta(key, call)).orElseGet(() -> inUse(call)));
    return OperationAnswer.of(answer);
  }

  private Meta inUse(OperationCall call) {
    var all = metas.different(call.type(), call.access(), DIFFERENT_MAX + 1);
    if (all.size() > DIFFERENT_MAX) {
      throw new UnprocessableEntityException("there are more than %d different sets of tags"
          .formatted(DIFFERENT_MAX));
    }
    var basic = new Basic();
    all.forEach(json -> added(basic, FhirJson.decode(
        "{\"resourceType\":\"Basic\",\"meta\":" + json + "}", Basic.class).getMeta()));
    return basic.getMeta();
  }

  private Meta meta(ResourceKey key, OperationCall call) {
    var stored = switch (kind) {
      case SHOW -> resources.read(key, call.access()).filter(found -> !found.deleted())
          .orElseThrow(() -> new ResourceNotFoundException(
              "there is no such %s here".formatted(key.type())));
      case ADD -> changes.change(key, resource -> added(resource, given(call)), call.access());
      case DELETE ->
          changes.change(key, resource -> without(resource, given(call)), call.access());
    };
    return FhirJson.decode(stored.json()).getMeta();
  }

  private static Meta given(OperationCall call) {
    return call.input().value("meta", Meta.class).orElseThrow(() ->
        new InvalidRequestException("the parameter meta is needed"));
  }

  private static Resource added(Resource resource, Meta more) {
    var meta = resource.getMeta();
    more.getProfile().stream().map(CanonicalType::getValue)
        .filter(profile -> !meta.hasProfile(profile)).forEach(meta::addProfile);
    more.getTag().stream().filter(one -> meta.getTag().stream().noneMatch(is(one)))
        .forEach(meta::addTag);
    more.getSecurity().stream().filter(one -> meta.getSecurity().stream().noneMatch(is(one)))
        .forEach(meta::addSecurity);
    return resource;
  }

  private static Resource without(Resource resource, Meta less) {
    var meta = resource.getMeta();
    meta.getProfile().removeIf(one -> less.hasProfile(one.getValue()));
    meta.getTag().removeIf(one -> less.getTag().stream().anyMatch(is(one)));
    meta.getSecurity().removeIf(one -> less.getSecurity().stream().anyMatch(is(one)));
    return resource;
  }

  private static Predicate<Coding> is(Coding one) {
    return other -> Objects.equals(one.getSystem(), other.getSystem())
        && Objects.equals(one.getCode(), other.getCode());
  }
}
