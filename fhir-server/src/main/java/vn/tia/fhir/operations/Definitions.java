package vn.tia.fhir.operations;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationKind;
import org.hl7.fhir.r4.model.OperationDefinition.OperationParameterUse;
import vn.tia.fhir.operations.OperationInfo.Effect;
import vn.tia.fhir.operations.OperationInfo.Level;
import vn.tia.fhir.operations.OperationInfo.Parameter;

/// The OperationDefinition of each operation, made from what the operation says of itself.
record Definitions(List<OperationInfo> infos) {

  Optional<OperationDefinition> byId(String id) {
    return infos.stream().filter(info -> info.id().equals(id)).findFirst()
        .map(Definitions::definition);
  }

  static OperationDefinition definition(OperationInfo info) {
    var definition = new OperationDefinition()
        .setUrl(info.canonical())
        .setName(info.id().replaceAll("[^A-Za-z0-9]", ""))
        .setTitle("$" + info.name())
        .setStatus(PublicationStatus.ACTIVE)
        .setKind(OperationKind.OPERATION)
        .setDescription(info.about())
        .setCode(info.name())
        .setAffectsState(info.effect() == Effect.WRITES)
        .setSystem(info.levels().contains(Level.SYSTEM))
        .setType(info.levels().contains(Level.TYPE))
        .setInstance(info.levels().contains(Level.INSTANCE));
    if (!info.base().isEmpty()) {
      definition.setBase(info.base());
    }
    definition.setId(info.id());
    types(info).forEach(definition::addResource);
    info.parameters().forEach(parameter -> add(definition, parameter));
    return definition;
  }

  private static Stream<String> types(OperationInfo info) {
    var isForTypes = info.levels().contains(Level.TYPE) || info.levels().contains(Level.INSTANCE);
    if (!isForTypes) {
      return Stream.empty();
    }
    return info.types().isEmpty() ? Stream.of("Resource") : new TreeSet<>(info.types()).stream();
  }

  private static void add(OperationDefinition definition, Parameter parameter) {
    var added = definition.addParameter()
        .setName(parameter.name())
        .setUse(OperationParameterUse.fromCode(parameter.use().name().toLowerCase(Locale.ROOT)))
        .setMin(parameter.min()).setMax(parameter.max())
        .setDocumentation(parameter.about());
    if (parameter.type().equals("BackboneElement")) {
      // Its parts are those of the definition that this one is based on.
      added.addPart().setName("value").setUse(added.getUse()).setMin(0).setMax("*")
          .setType("Element");
    } else {
      added.setType(parameter.type());
    }
  }
}
