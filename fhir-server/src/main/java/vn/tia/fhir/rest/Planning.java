package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.fhir.rest.RestCall.Body;
import vn.tia.fhir.rest.ServedType.Writer;
import vn.tia.fhir.rest.patch.BadPatchException;
import vn.tia.fhir.rest.patch.FhirPathPatch;
import vn.tia.fhir.rest.patch.JsonPatch;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.StoredResource;

/// Reads a write: which resource it means, and what shall become of it (R4 sections 3.1.0.4 to
/// 3.1.0.8).
record Planning(Bodies bodies, Conditions conditions, FhirRestSettings settings) {
  static final String JSON_PATCH = "application/json-patch+json";

  /// What a write comes to.
  Plan plan(RestCall call) {
    var type = call.target().served().orElseThrow(() -> notAllowed(call));
    if (type.writer() == Writer.RECORDS) {
      throw new MethodNotAllowedException(
          "%s is read-only here. %s".formatted(type.name(), type.origin()));
    }
    return switch (call.target()) {
      case Target.OfType _ -> ofType(call, type);
      case Target.Instance(_, var key) ->
          new Plan.Do(instance(call, ReadInteraction.valid(key)), Optional.empty());
      case Target.Version _ -> throw new ResourceVersionConflictException(
          "a version is made by the server and never written: PUT to the resource itself");
      case Target.System(), Target.SearchAll(), Target.Search _, Target.Belongings _,
          Target.History _ -> throw notAllowed(call);
    };
  }

  private Plan ofType(RestCall call, ServedType type) {
    return switch (call.verb()) {
      case POST -> create(call, type);
      case PUT -> conditionalUpdate(call, type);
      case PATCH -> {
        var found = conditions.one(type.name(), call.query(), call).orElseThrow(() ->
            new ResourceNotFoundException("no %s matches the criteria".formatted(type.name())));
        yield new Plan.Do(instance(call, found.key()), Optional.empty());
      }
      case DELETE -> conditionalDelete(call, type);
      default -> throw notAllowed(call);
    };
  }

  private Wish instance(RestCall call, ResourceKey key) {
    var guard = Wish.Guard.of(call.headers());
    return switch (call.verb()) {
      case PUT -> {
        var resource = bodies.read(call.body(), key.type());
        if (!key.id().equals(resource.getIdElement().getIdPart()) && !isRaw(call.body())) {
          throw new InvalidRequestException("the id in the body is not the id in the URL");
        }
        yield new Wish.Update(key, resource, guard);
      }
      case PATCH -> new Wish.Patch(key, patch(call.body(), key), guard);
      case DELETE -> new Wish.Delete(key, guard);
      default -> throw notAllowed(call);
    };
  }

  private static boolean isRaw(Body body) {
    return body instanceof Body.Bytes(_, var mediaType) && !RequestBody.isFhir(mediaType);
  }

  private Plan create(RestCall call, ServedType type) {
    var resource = bodies.read(call.body(), type.name());
    var key = new ResourceKey(type.name(), UUID.randomUUID().toString());
    var create = new Wish.Create(key, resource);
    if (call.headers().ifNoneExist().isEmpty()) {
      return new Plan.Do(create, Optional.empty());
    }
    var criteria = Conditions.parameters(call.headers().ifNoneExist().get());
    return conditions.one(type.name(), criteria, call)
        .<Plan>map(Plan.Already::new)
        .orElseGet(() -> new Plan.Do(create, claim(type, criteria)));
  }

  private Plan conditionalUpdate(RestCall call, ServedType type) {
    var resource = bodies.read(call.body(), type.name());
    var id = Optional.ofNullable(resource.getIdElement().getIdPart());
    var guard = Wish.Guard.of(call.headers());
    var found = conditions.one(type.name(), call.query(), call).map(StoredResource::key);
    if (found.isPresent()) {
      if (id.isPresent() && !id.get().equals(found.get().id())) {
        throw new InvalidRequestException("the id in the body is not that of what matches");
      }
      return new Plan.Do(new Wish.Update(found.get(), resource, guard), Optional.empty());
    }
    if (id.isPresent()) {
      var key = ReadInteraction.valid(new ResourceKey(type.name(), id.get()));
      return new Plan.Do(new Wish.Update(key, resource, guard), Optional.empty());
    }
    if (guard.ifMatch().isPresent()) {
      throw new PreconditionFailedException("If-Match names a version of what is not there");
    }
    return new Plan.Do(
        new Wish.Create(new ResourceKey(type.name(), UUID.randomUUID().toString()), resource),
        claim(type, call.query()));
  }

  private static Optional<String> claim(ServedType type, Map<String, List<String>> criteria) {
    return Optional.of(Links.to(type.name(), criteria));
  }

  private Plan conditionalDelete(RestCall call, ServedType type) {
    var max = settings.deletesMax();
    var found = conditions.all(type.name(), call.query(), call, max + 1);
    if (found.size() > max) {
      throw new PreconditionFailedException(
          "more than %d resources of type %s match the criteria".formatted(max, type.name()));
    }
    return new Plan.Deletes(found.stream().<Wish>map(one ->
        new Wish.Delete(one.key(), Wish.Guard.of(call.headers()))).toList());
  }

  private UnaryOperator<Resource> patch(Body body, ResourceKey key) {
    try {
      if (body instanceof Body.Bytes(var bytes, var mediaType) && mediaType.equals(JSON_PATCH)) {
        var patch = JsonPatch.of(new String(bytes, StandardCharsets.UTF_8));
        return resource -> patched(key, () -> bodies.read(new Body.Bytes(
            patch.apply(FhirJson.encode(resource)).getBytes(StandardCharsets.UTF_8),
            RequestBody.FHIR_JSON), key.type()));
      }
      if (body instanceof Body.Parsed(Binary binary)
          && JSON_PATCH.equals(binary.getContentType())) {
        return patch(new Body.Bytes(binary.getData(), JSON_PATCH), key);
      }
      if (isRaw(body)) {
        throw new UnclassifiedServerFailureException(415,
            "a patch is application/json-patch+json, or a FHIRPath Patch in Parameters");
      }
      var patch = FhirPathPatch.of(
          bodies.context(), (Parameters) bodies.read(body, "Parameters"));
      return resource -> patched(key, () -> {
        patch.apply(resource);
        return resource;
      });
    } catch (BadPatchException e) {
      throw new InvalidRequestException(e.getMessage());
    }
  }

  /// The patched resource, which must still be the same one.
  private static Resource patched(
      ResourceKey key, Supplier<Resource> patch) {
    try {
      var resource = patch.get();
      if (!key.id().equals(resource.getIdElement().getIdPart())) {
        throw new UnprocessableEntityException("a patch can't change the id");
      }
      return resource;
    } catch (BadPatchException e) {
      throw e.blame() == BadPatchException.Blame.PATCH
          ? new InvalidRequestException(e.getMessage())
          : new UnprocessableEntityException(e.getMessage());
    } catch (InvalidRequestException e) {
      throw new UnprocessableEntityException("the patch leaves no resource: " + e.getMessage());
    }
  }

  private static MethodNotAllowedException notAllowed(RestCall call) {
    return new MethodNotAllowedException(
        "%s is not done to what the URL names".formatted(call.verb().toCode()));
  }
}
