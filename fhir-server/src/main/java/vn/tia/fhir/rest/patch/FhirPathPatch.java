package vn.tia.fhir.rest.patch;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import vn.tia.fhir.rest.patch.BadPatchException.Blame;

/// A FHIRPath Patch (R4 section 3.1.5): a Parameters resource with operations on elements.
public final class FhirPathPatch {
  // The place of an element in what it stands in: its name, and its number where it is one of many.
  private static final Pattern LAST =
      Pattern.compile("^(.*)\\.([A-Za-z]+)((?:\\.(?:where|ofType|first|last|as)\\(.*\\)"
          + "|\\[\\d+])*)$", Pattern.DOTALL);

  private final FhirContext context;
  private final List<Step> steps;

  private enum Kind { ADD, INSERT, DELETE, REPLACE, MOVE }

  private record Step(Kind kind, String path, Optional<String> name,
      Optional<ParametersParameterComponent> value, int index, int from, int to) {}

  private FhirPathPatch(FhirContext context, List<Step> steps) {
    this.context = context;
    this.steps = List.copyOf(steps);
  }

  /// Reads a patch.
  ///
  /// @throws BadPatchException if the Parameters are none
  public static FhirPathPatch of(FhirContext context, Parameters parameters) {
    if (parameters.getParameter().isEmpty()
        || parameters.getParameter().size() > JsonPatch.OPERATIONS_MAX) {
      throw bad("a FHIRPath Patch has 1 to %d operations".formatted(JsonPatch.OPERATIONS_MAX));
    }
    return new FhirPathPatch(
        context, parameters.getParameter().stream().map(FhirPathPatch::step).toList());
  }

  private static Step step(ParametersParameterComponent operation) {
    if (!"operation".equals(operation.getName())) {
      throw bad("the parameters of a FHIRPath Patch are called operation");
    }
    var kind = switch (text(operation, "type").orElse("")) {
      case "add" -> Kind.ADD;
      case "insert" -> Kind.INSERT;
      case "delete" -> Kind.DELETE;
      case "replace" -> Kind.REPLACE;
      case "move" -> Kind.MOVE;
      default -> throw bad("an operation is add, insert, delete, replace or move");
    };
    var step = new Step(kind,
        text(operation, "path").orElseThrow(() -> bad("an operation lacks its path")),
        text(operation, "name"), part(operation, "value"),
        number(operation, "index"), number(operation, "source"), number(operation, "destination"));
    require(step);
    return step;
  }

  private static void require(Step step) {
    var isWhole = switch (step.kind()) {
      case ADD -> step.name().isPresent() && step.value().isPresent();
      case INSERT -> step.index() >= 0 && step.value().isPresent();
      case REPLACE -> step.value().isPresent();
      case MOVE -> step.from() >= 0 && step.to() >= 0;
      case DELETE -> true;
    };
    if (!isWhole) {
      throw bad("an operation lacks its name, value, index, source or destination");
    }
  }

  private static Optional<ParametersParameterComponent> part(
      ParametersParameterComponent operation, String name) {
    return operation.getPart().stream().filter(part -> name.equals(part.getName())).findFirst();
  }

  private static Optional<String> text(ParametersParameterComponent operation, String name) {
    return part(operation, name).filter(part -> part.hasValue() && part.getValue().isPrimitive())
        .map(part -> part.getValue().primitiveValue());
  }

  private static int number(ParametersParameterComponent operation, String name) {
    return text(operation, name).filter(text -> text.matches("\\d{1,6}"))
        .map(Integer::parseInt).orElse(-1);
  }

  /// Changes the resource.
  ///
  /// @throws BadPatchException if it can't be; the resource may then be changed in part
  public void apply(Resource resource) {
    steps.forEach(step -> apply(step, resource));
  }

  private void apply(Step step, Resource resource) {
    switch (step.kind()) {
      case ADD -> {
        var parent = one(resource, step.path());
        var child = child(parent, step.name().orElseThrow());
        child.getMutator().addValue(parent, value(step, child));
      }
      case INSERT -> insert(step, list(resource, step.path()));
      case REPLACE -> {
        var place = place(resource, step.path(), one(resource, step.path()));
        place.set(place.index(), value(step, place.child()));
      }
      case DELETE -> {
        var found = all(resource, step.path());
        if (found.size() > 1) {
          throw misfit("a path of the patch leads to several elements");
        }
        found.forEach(element -> place(resource, step.path(), element).remove());
      }
      case MOVE -> {
        var place = list(resource, step.path());
        var values = place.values();
        if (step.from() >= values.size() || step.to() >= values.size()) {
          throw misfit("an index of the patch is beyond the list");
        }
        values.add(step.to(), values.remove(step.from()));
        place.write(values);
      }
    }
  }

  private void insert(Step step, Place place) {
    var values = place.values();
    if (step.index() > values.size()) {
      throw misfit("an index of the patch is beyond the list");
    }
    values.add(step.index(), value(step, place.child()));
    place.write(values);
  }

  /// An element where it stands.
  private record Place(IBase parent, BaseRuntimeChildDefinition child, int index) {
    List<IBase> values() {
      return new ArrayList<>(child.getAccessor().getValues(parent));
    }

    void set(int at, IBase value) {
      if (child.getMax() == 1) {
        child.getMutator().setValue(parent, value);
        return;
      }
      var values = values();
      values.set(at, value);
      write(values);
    }

    void remove() {
      var values = values();
      values.remove(index);
      write(values);
    }

    void write(List<IBase> values) {
      child.getMutator().setValue(parent, null);
      if (child.getMax() == 1) {
        values.forEach(value -> child.getMutator().setValue(parent, value));
      } else {
        values.forEach(value -> child.getMutator().addValue(parent, value));
      }
    }
  }

  /// The list that a path names, also an empty one.
  private Place list(Resource resource, String path) {
    var last = LAST.matcher(path);
    if (!last.matches()) {
      throw bad("a path of the patch names no element");
    }
    var parent = one(resource, last.group(1));
    return new Place(parent, child(parent, last.group(2)), -1);
  }

  private Place place(Resource resource, String path, IBase element) {
    var last = LAST.matcher(path);
    if (!last.matches()) {
      throw bad("a path of the patch names no element");
    }
    for (var parent : all(resource, last.group(1))) {
      var child = child(parent, last.group(2));
      var values = child.getAccessor().getValues(parent);
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) == element) {
          return new Place(parent, child, i);
        }
      }
    }
    throw misfit("a path of the patch leads to no element of its own");
  }

  private IBase one(Resource resource, String path) {
    var found = all(resource, path);
    if (found.size() != 1) {
      throw misfit("a path of the patch leads to %d elements, it must be one"
          .formatted(found.size()));
    }
    return found.getFirst();
  }

  private List<IBase> all(Resource resource, String path) {
    try {
      return context.newFhirPath().evaluate(resource, path, IBase.class);
    } catch (FhirPathExecutionException | IllegalArgumentException e) {
      throw bad("a path of the patch is no FHIRPath");
    }
  }

  private BaseRuntimeChildDefinition child(IBase parent, String name) {
    if (context.getElementDefinition(parent.getClass())
        instanceof BaseRuntimeElementCompositeDefinition<?> definition) {
      var child = Optional.ofNullable(definition.getChildByName(name))
          .or(() -> Optional.ofNullable(definition.getChildByName(name + "[x]")));
      if (child.isPresent()) {
        return child.get();
      }
    }
    throw misfit("a path of the patch names an element that isn't there");
  }

  /// The value of a step as the element takes it: a type as it is, a backbone element by its parts.
  private IBase value(Step step, BaseRuntimeChildDefinition child) {
    return value(step.value().orElseThrow(), child);
  }

  private IBase value(ParametersParameterComponent part, BaseRuntimeChildDefinition child) {
    if (part.hasValue()) {
      return fitting(part.getValue(), child);
    }
    if (part.getPart().isEmpty()) {
      throw bad("a value of the patch is empty");
    }
    var definition = child.getChildByName(child.getElementName());
    if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
      throw misfit("a value of the patch has parts where the element has none");
    }
    IBase element = composite.newInstance(child.getInstanceConstructorArguments());
    part.getPart().forEach(one -> {
      var inner = child(element, one.getName());
      inner.getMutator().addValue(element, value(one, inner));
    });
    return element;
  }

  private IBase fitting(Type value, BaseRuntimeChildDefinition child) {
    var wanted = child.getChildElementDefinitionByDatatype(value.getClass());
    if (wanted != null) {
      return value;
    }
    var named = child.getValidChildNames().stream().map(child::getChildByName).findFirst();
    if (named.isPresent() && value.isPrimitive()) {
      var made = named.get().newInstance(child.getInstanceConstructorArguments());
      if (made instanceof PrimitiveType<?> primitive) {
        return filled(primitive, value.primitiveValue());
      }
    }
    throw misfit("a value of the patch is of another type than the element");
  }

  private static Base filled(PrimitiveType<?> primitive, String text) {
    try {
      primitive.setValueAsString(text);
      return primitive;
    } catch (RuntimeException e) {
      throw misfit("a value of the patch is none of the element's");
    }
  }

  private static BadPatchException bad(String message) {
    return new BadPatchException(Blame.PATCH, message);
  }

  private static BadPatchException misfit(String message) {
    return new BadPatchException(Blame.RESOURCE, message);
  }
}
