package vn.tia.bridge.retrieve;

import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.bridge.query.InformationModel;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.MoveService;
import vn.tia.dicom.net.RetrieveRequest;
import vn.tia.dicom.net.Status;

/// The C-MOVE SCP of both roots: sends what a caller's facility holds to the destinations of that
/// facility, and to nobody else (PS3.4 section C.4.2).
public final class CMoveService implements MoveService {
  private static final String ACTION = "C-MOVE";

  private final InstanceRetrieval retrieval;

  public CMoveService(InstanceRetrieval retrieval) {
    this.retrieval = retrieval;
  }

  @Override
  public boolean serves(String sopClassUid) {
    return InformationModel.ofMove(sopClassUid).isPresent();
  }

  @Override
  public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.of(InstanceRetrieval.negotiate(proposed));
  }

  @Override
  public Answer move(RetrieveRequest request, String destinationAe) {
    var caller = request.association();
    var grant = retrieval.grant(caller, ACTION);
    if (grant.isEmpty()) {
      return new Answer.Refused(
          Status.NOT_AUTHORIZED.withComment("this AE may not retrieve"));
    }
    var destination = retrieval.settings().destination(destinationAe);
    if (destination.isEmpty()) {
      return new Answer.Refused(Status.MOVE_DESTINATION_UNKNOWN);
    }
    var facility = grant.get().facility();
    if (!destination.get().facility().equals(facility.code())) {
      retrieval.refused(
          caller, OptionalInt.of(facility.id()), ACTION, Status.NOT_AUTHORIZED);
      return new Answer.Refused(
          Status.NOT_AUTHORIZED.withComment("the destination is of another facility"));
    }
    var model = InformationModel.ofMove(request.sopClassUid()).orElseThrow();
    return switch (retrieval.find(request, model, grant.get(), ACTION)) {
      case InstanceRetrieval.Answer.Refused(var status) -> new Answer.Refused(status);
      case InstanceRetrieval.Answer.Found(var instances) ->
          new Answer.Sending(destination.get().call(caller.calledAe()), instances);
    };
  }
}
