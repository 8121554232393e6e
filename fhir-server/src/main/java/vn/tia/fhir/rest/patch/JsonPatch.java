package vn.tia.fhir.rest.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vn.tia.fhir.rest.patch.BadPatchException.Blame;

/// A JSON Patch (RFC 6902): operations on the JSON of a resource, all of them or none.
public final class JsonPatch {
  /// Operations of one patch: a client that needs more sends the resource.
  public static final int OPERATIONS_MAX = 1_000;

  // Decimals keep their form: 1.10 is not 1.1.
  private static final ObjectMapper JSON = new ObjectMapper()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final List<Step> steps;

  private record Step(String op, Pointer path, Pointer from, JsonNode value) {}

  private JsonPatch(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Reads a patch.
  ///
  /// @throws BadPatchException if the text is none
  public static JsonPatch of(String text) {
    var node = read(text);
    if (!node.isArray() || node.size() > OPERATIONS_MAX) {
      throw bad("a JSON Patch is an array of at most %d operations".formatted(OPERATIONS_MAX));
    }
    var steps = new ArrayList<Step>();
    node.forEach(step -> steps.add(step(step)));
    return new JsonPatch(steps);
  }

  private static Step step(JsonNode step) {
    var op = step.path("op").asText();
    var needsValue = List.of("add", "replace", "test").contains(op);
    var needsFrom = List.of("move", "copy").contains(op);
    if (!needsValue && !needsFrom && !op.equals("remove")) {
      throw bad("an operation is add, remove, replace, move, copy or test");
    }
    if (!step.path("path").isTextual() || needsFrom && !step.path("from").isTextual()
        || needsValue && !step.has("value")) {
      throw bad("an operation %s lacks its path%s".formatted(
          op, needsFrom ? " or from" : needsValue ? " or value" : ""));
    }
    return new Step(op, Pointer.of(step.path("path").asText()),
        Pointer.of(step.path("from").asText()), step.path("value"));
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw bad("the patch is no JSON");
    }
  }

  /// The text after the patch.
  ///
  /// @throws BadPatchException if it can't be applied
  public String apply(String json) {
    var root = read(json);
    for (var step : steps) {
      root = apply(step, root);
    }
    return root.toString();
  }

  private static JsonNode apply(Step step, JsonNode root) {
    return switch (step.op()) {
      case "add" -> add(root, step.path(), step.value().deepCopy());
      case "remove" -> removed(root, step.path());
      case "replace" -> {
        find(root, step.path());
        yield step.path().isRoot() ? step.value().deepCopy()
            : add(removed(root, step.path()), step.path(), step.value().deepCopy());
      }
      case "move" -> {
        if (step.path().isWithin(step.from())) {
          throw bad("a value is moved into itself");
        }
        var value = find(root, step.from());
        yield add(removed(root, step.from()), step.path(), value);
      }
      case "copy" -> add(root, step.path(), find(root, step.from()).deepCopy());
      default -> {
        if (!find(root, step.path()).equals(step.value())) {
          throw misfit("a test of the patch failed");
        }
        yield root;
      }
    };
  }

  private static JsonNode find(JsonNode root, Pointer path) {
    var node = root;
    for (var name : path.names()) {
      node = node.isArray() ? node.path(index(name, node.size() - 1)) : node.path(name);
      if (node.isMissingNode()) {
        throw misfit("a path of the patch leads to nothing");
      }
    }
    return node;
  }

  private static JsonNode add(JsonNode root, Pointer path, JsonNode value) {
    if (path.isRoot()) {
      return value;
    }
    switch (find(root, path.parent())) {
      case ObjectNode object -> object.set(path.last(), value);
      case ArrayNode array -> {
        if (path.last().equals("-")) {
          array.add(value);
        } else {
          array.insert(index(path.last(), array.size()), value);
        }
      }
      default -> throw misfit("a path of the patch leads into a single value");
    }
    return root;
  }

  private static JsonNode removed(JsonNode root, Pointer path) {
    find(root, path);
    if (path.isRoot()) {
      throw bad("a patch can't remove the resource: delete it");
    }
    var parent = find(root, path.parent());
    if (parent instanceof ArrayNode array) {
      array.remove(index(path.last(), array.size() - 1));
    } else {
      ((ObjectNode) parent).remove(path.last());
    }
    return root;
  }

  private static int index(String name, int max) {
    if (!name.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(name) > max) {
      throw misfit("a path of the patch leads to nothing");
    }
    return Integer.parseInt(name);
  }

  private static BadPatchException bad(String message) {
    return new BadPatchException(Blame.PATCH, message);
  }

  private static BadPatchException misfit(String message) {
    return new BadPatchException(Blame.RESOURCE, message);
  }

  /// A JSON Pointer (RFC 6901).
  private record Pointer(List<String> names) {
    static Pointer of(String text) {
      if (!text.isEmpty() && !text.startsWith("/")) {
        throw bad("a path is a JSON Pointer, which begins with /");
      }
      return new Pointer(text.isEmpty() ? List.of()
          : Stream.of(text.substring(1).split("/", -1))
              .map(name -> name.replace("~1", "/").replace("~0", "~")).toList());
    }

    boolean isRoot() {
      return names.isEmpty();
    }

    boolean isWithin(Pointer other) {
      return names.size() > other.names.size()
          && names.subList(0, other.names.size()).equals(other.names);
    }

    Pointer parent() {
      return new Pointer(names.subList(0, names.size() - 1));
    }

    String last() {
      return names.getLast();
    }
  }
}
