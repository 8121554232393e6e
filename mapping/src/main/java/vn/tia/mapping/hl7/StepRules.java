package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;
import static vn.tia.mapping.hl7.Rule.strict;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.mapping.hl7.OrderDraft.StepDraft;
import vn.tia.mapping.hl7.OrderSite.Observed;
import vn.tia.mapping.hl7.OrderSite.Orc18;

/// The table that makes the scheduled procedure steps: one per IPC segment, and one of the OBR
/// where there is no IPC.
final class StepRules {

  static final List<Rule<StepSource, StepDraft>> RULES = List.of(
      strict("IPC-4 | OBR-20", "step.id, (0040,0009)",
          (in, out) -> out.id = in.first(in.order().site().stepId())),
      strict("IPC-5 | OBR-24", "step.modality, (0008,0060)",
          (in, out) -> out.modality = in.first(in.order().site().modality())
              .map(code -> in.order().site().modalities().getOrDefault(code, code))
              .or(() -> byProcedure(in))
              .map(CodeTables::modality)),
      lenient("IPC-6 | OBR-44 | OBR-4", "step.protocolCodes, (0040,0008)",
          (in, out) -> out.protocolCodes = in.ipc().map(ipc -> Hl7Types.codes(ipc, 6))
              .filter(codes -> !codes.isEmpty())
              .orElseGet(() -> OrderRules.procedureCodes(in.order()))),
      lenient("IPC-6.2 | OBR-44.2 | OBR-4.2", "step.description, (0040,0007)",
          (in, out) -> out.description = in.ipc().flatMap(ipc -> Hl7Types.words(ipc, 6))
              .or(() -> OrderRules.procedureWords(in.order()))),
      lenient("IPC-7", "step.stationNames, (0040,0010)",
          (in, out) -> out.stationNames = in.ipc().stream()
              .flatMap(ipc -> ipc.texts(7, 1)).toList()),
      lenient("IPC-8", "step.location, (0040,0011)",
          (in, out) -> out.location = in.ipc().flatMap(ipc -> Hl7Types.words(ipc, 8))),
      lenient("IPC-9 | ORC-18", "step.stationAes, (0040,0001); else the site's for the modality",
          (in, out) -> out.stationAes = stations(in, out)),
      strict("TQ1-7 | ORC-7.4 | OBR-27.4 | OBR-36", "step.start, (0040,0002) and (0040,0003)",
          (in, out) -> out.start = in.order().first(in.order().site().start())
              .map(time -> Hl7Times.instant(time, in.order().site().zone()))),
      lenient("OBR-34", "step.performers, (0040,0006)",
          (in, out) -> out.performers = in.order().segment("OBR")
              .flatMap(obr -> Hl7Types.namedPerson(obr, 34)).stream().toList()),
      lenient("OBX-5", "step.contrastAgent, (0032,1070), where OBX-3 says contrast agent",
          (in, out) -> out.contrastAgent =
              Observations.words(in.order(), Observed.CONTRAST_AGENT).stream()
                  .reduce((one, other) -> one + "; " + other)));

  private StepRules() {}

  /// What one step is made of: the order, and the step's own IPC.
  record StepSource(OrderSource order, Optional<Hl7Segment> ipc) {

    /// The first of the fields that holds a value; fields of IPC are the step's own.
    Optional<String> first(List<FieldSource> fields) {
      return fields.stream()
          .map(from -> from.segment().equals("IPC")
              ? ipc.flatMap(own -> own.text(from.field(), from.component()))
              : order.text(from.segment(), from.field(), from.component()))
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  private static Optional<String> byProcedure(StepSource in) {
    return OrderRules.procedureCodes(in.order()).stream()
        .flatMap(code -> in.order().site().modalityOf(code.code()).stream())
        .findFirst();
  }

  private static List<String> stations(StepSource in, StepDraft out) {
    OrderSite site = in.order().site();
    List<String> own = in.ipc().stream().flatMap(ipc -> ipc.texts(9, 1)).toList();
    if (!own.isEmpty()) {
      return CodeTables.stations(own);
    }
    Optional<String> device = site.orc18() == Orc18.STATION_AE
        ? in.order().text("ORC", 18) : Optional.empty();
    return CodeTables.stations(Stream.concat(device.stream(),
            out.modality.flatMap(code -> Optional.ofNullable(site.stations().get(code))).stream())
        .limit(1)
        .toList());
  }
}
