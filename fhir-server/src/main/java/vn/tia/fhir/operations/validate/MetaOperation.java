package vn.tia.fhir.operations.validate;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// `$meta`, `$meta-add` and `$meta-delete` of a resource (R4 section 3.2.0.7): its profiles, tags
/// and security labels. A change is a new version, by the rules of writes.
public record MetaOperation(Kind kind, Resources resources, Changes changes)
    implements Operation {
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
      case SHOW -> info("meta", "What a resource says of itself.", Effect.READS, List.of(RETURN));
      case ADD -> info("meta-add", "Adds profiles, tags and labels.", Effect.WRITES,
          List.of(META, RETURN));
      case DELETE -> info("meta-delete", "Takes tags, labels and profiles away.", Effect.WRITES,
          List.of(META, RETURN));
    };
  }

  private static OperationInfo info(
      String name, String about, Effect effect, List<Parameter> parameters) {
    return new OperationInfo(name, OperationInfo.r4("Resource-" + name), about, effect,
        Set.of(Level.INSTANCE), Set.of(), parameters);
  }

  @Override
  public OperationAnswer answer(OperationCall call) {
    var key = call.key().orElseThrow();
    var stored = switch (kind) {
      case SHOW -> resources.read(key, call.access()).filter(found -> !found.deleted())
          .orElseThrow(() -> new ResourceNotFoundException(
              "there is no such %s here".formatted(key.type())));
      case ADD -> changes.change(key, resource -> added(resource, meta(call)), call.access());
      case DELETE ->
          changes.change(key, resource -> without(resource, meta(call)), call.access());
    };
    var answer = new Parameters();
    answer.addParameter().setName("return").setValue(FhirJson.decode(stored.json()).getMeta());
    return OperationAnswer.of(answer);
  }

  private static Meta meta(OperationCall call) {
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
