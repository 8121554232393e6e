package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import vn.tia.fhir.rest.FhirRestSettings.ClientIds;
import vn.tia.fhir.rest.FhirRestSettings.References;
import vn.tia.fhir.rest.FhirRestSettings.Versions;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameters;

/// Answers what this server can do, made from the tables that it works by, so that it says no
/// more and no less (R4 section 3.1.0.17).
///
/// Public because HAPI calls it by reflection.
public final class Capabilities {
  private static final List<TypeRestfulInteraction> READS = List.of(
      TypeRestfulInteraction.READ, TypeRestfulInteraction.VREAD,
      TypeRestfulInteraction.HISTORYINSTANCE, TypeRestfulInteraction.HISTORYTYPE,
      TypeRestfulInteraction.SEARCHTYPE);
  private static final List<TypeRestfulInteraction> WRITES = List.of(
      TypeRestfulInteraction.CREATE, TypeRestfulInteraction.UPDATE, TypeRestfulInteraction.PATCH);
  private static final List<SystemRestfulInteraction> SYSTEM = List.of(
      SystemRestfulInteraction.BATCH, SystemRestfulInteraction.TRANSACTION,
      SystemRestfulInteraction.HISTORYSYSTEM, SystemRestfulInteraction.SEARCHSYSTEM);

  private final Supplier<Parameters> parameters;
  private final FhirRestSettings settings;
  private final List<DoorAddition> additions;
  private final Date started = Date.from(Instant.now());

  Capabilities(
      Supplier<Parameters> parameters, FhirRestSettings settings, List<DoorAddition> additions) {
    this.settings = settings;
    this.parameters = parameters;
    this.additions = List.copyOf(additions);
  }

  /// Called by HAPI with the server that asks; what is stated here does not depend on it.
  public void setRestfulServer(RestfulServer server) {}

  @Metadata(cacheMillis = 0)
  public CapabilityStatement statement(ServletRequestDetails request) {
    var statement = new CapabilityStatement()
        .setStatus(PublicationStatus.ACTIVE)
        .setDate(started)
        .setKind(CapabilityStatementKind.INSTANCE)
        .setFhirVersion(FHIRVersion._4_0_1)
        .setPublisher("Tia");
    statement.getSoftware().setName("Tia");
    statement.getImplementation().setDescription("Imaging archive and its reports")
        .setUrl(request.getFhirServerBase());
    statement.addFormat("application/fhir+json").addFormat("application/fhir+xml")
        .addPatchFormat("application/json-patch+json").addPatchFormat("application/fhir+json")
        .addPatchFormat("application/fhir+xml");
    var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
    var known = parameters.get();
    ServedType.ALL.forEach(type -> add(rest, type, known));
    SYSTEM.forEach(code -> rest.addInteraction().setCode(code));
    SearchPlace.OWNERS.forEach(owner -> rest.addCompartment(
        "http://hl7.org/fhir/CompartmentDefinition/" + owner.toLowerCase(Locale.ROOT)));
    common(rest, known);
    additions.forEach(addition -> addition.describe(statement));
    return statement;
  }

  private void add(
      CapabilityStatementRestComponent rest, ServedType type, Parameters known) {
    var isWritable = type.isWritable();
    var resource = rest.addResource().setType(type.name())
        .setVersioning(settings.versions() == Versions.DEMANDED
            ? ResourceVersionPolicy.VERSIONEDUPDATE : ResourceVersionPolicy.VERSIONED)
        .setReadHistory(true)
        .setUpdateCreate(isWritable && settings.clientIds() == ClientIds.TAKEN)
        .setConditionalRead(ConditionalReadStatus.FULLSUPPORT)
        .setConditionalCreate(isWritable)
        .setConditionalUpdate(isWritable)
        .setConditionalDelete(!type.isDeletable() ? ConditionalDeleteStatus.NOTSUPPORTED
            : settings.deletesMax() > 1 ? ConditionalDeleteStatus.MULTIPLE
            : ConditionalDeleteStatus.SINGLE);
    resource.addReferencePolicy(ReferenceHandlingPolicy.LITERAL)
        .addReferencePolicy(ReferenceHandlingPolicy.LOGICAL);
    if (settings.references() == References.MUST_EXIST) {
      resource.addReferencePolicy(ReferenceHandlingPolicy.ENFORCED);
    }
    READS.forEach(code -> resource.addInteraction().setCode(code));
    if (isWritable) {
      WRITES.forEach(code -> resource.addInteraction().setCode(code));
    }
    if (type.isDeletable()) {
      resource.addInteraction().setCode(TypeRestfulInteraction.DELETE);
    }
    if (!type.origin().isEmpty()) {
      resource.setDocumentation(isWritable
          ? "One that the records made can't be written by clients. " + type.origin()
          : type.origin());
    }
    searches(resource, type.name(), known);
  }

  /// What can be asked of all types at once.
  private static void common(CapabilityStatementRestComponent rest, Parameters parameters) {
    rest.addSearchParam().setName("_type").setType(SearchParamType.TOKEN)
        .setDocumentation("Which types are searched");
    rest.addSearchParam().setName("_id").setType(SearchParamType.TOKEN);
    rest.addSearchParam().setName("_lastUpdated").setType(SearchParamType.DATE);
    parameters.of("Patient").values().stream()
        .filter(one -> ServedType.names().stream().allMatch(
            type -> parameters.find(type, one.code()).isPresent()))
        .forEach(one -> rest.addSearchParam().setName(one.code())
            .setType(SearchParamType.fromCode(code(one.kind()))));
  }

  private static void searches(CapabilityStatementRestResourceComponent resource, String type,
      Parameters parameters) {
    resource.addSearchParam().setName("_id").setType(SearchParamType.TOKEN);
    resource.addSearchParam().setName("_lastUpdated").setType(SearchParamType.DATE);
    for (var parameter : parameters.of(type).values()) {
      resource.addSearchParam().setName(parameter.code())
          .setType(SearchParamType.fromCode(code(parameter.kind())))
          .setDocumentation(parameter.about().isEmpty() ? null : parameter.about());
      if (parameter.kind() == Kind.REFERENCE) {
        resource.addSearchInclude(type + ":" + parameter.code());
      }
    }
    for (var source : ServedType.names()) {
      parameters.of(source).values().stream()
          .filter(parameter -> refers(parameter, type))
          .forEach(parameter ->
              resource.addSearchRevInclude(source + ":" + parameter.code()));
    }
  }

  private static boolean refers(Parameter parameter, String type) {
    return parameter.kind() == Kind.REFERENCE && parameter.targets().contains(type);
  }

  private static String code(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
