package vn.tia.bridge.retrieve;

import java.util.List;
import java.util.Optional;
import vn.tia.bridge.query.InformationModel;
import vn.tia.bridge.store.StorageClasses;
import vn.tia.bridge.store.TransferSyntaxes;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.net.GetService;
import vn.tia.dicom.net.RetrieveRequest;
import vn.tia.dicom.net.Status;

/// The C-GET SCP of both roots: sends what a caller's facility holds on the caller's association
/// (PS3.4 section C.4.3).
public final class CGetService implements GetService {
  private static final String ACTION = "C-GET";

  private final InstanceRetrieval retrieval;
  private final StorageClasses classes;

  public CGetService(InstanceRetrieval retrieval, StorageClasses classes) {
    this.retrieval = retrieval;
    this.classes = classes;
  }

  @Override
  public boolean serves(String sopClassUid) {
    return InformationModel.ofGet(sopClassUid).isPresent();
  }

  /// Uncompressed first: where a caller leaves the choice, everything can be sent in that.
  @Override
  public List<String> sends(String sopClassUid) {
    return classes.contain(sopClassUid) ? TransferSyntaxes.KEPT : List.of();
  }

  @Override
  public Optional<Bytes> negotiate(String sopClassUid, Bytes proposed) {
    return Optional.of(InstanceRetrieval.negotiate(proposed));
  }

  @Override
  public Answer get(RetrieveRequest request) {
    var grant = retrieval.grant(request.association(), ACTION);
    if (grant.isEmpty()) {
      return new Answer.Refused(
          Status.NOT_AUTHORIZED.withComment("this AE may not retrieve"));
    }
    var model = InformationModel.ofGet(request.sopClassUid()).orElseThrow();
    return switch (retrieval.find(request, model, grant.get(), ACTION)) {
      case InstanceRetrieval.Answer.Refused(var status) -> new Answer.Refused(status);
      case InstanceRetrieval.Answer.Found(var instances) -> new Answer.Sending(instances);
    };
  }
}
