package vn.tia.bridge.commit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.DicomJsonWriter;
import vn.tia.dicom.net.Status;

/// What a requestor wants to be kept safe (PS3.4 table J.3-1).
///
/// @param retrieveAe the title that it called, from which it can retrieve
/// @param items each instance once
/// @param failure why none of them can be committed, whatever is stored
record CommitmentRequest(
    String transactionUid, String retrieveAe, List<Item> items, OptionalInt failure) {

  CommitmentRequest {
    items = List.copyOf(items);
  }

  /// An instance by its class and its UID.
  record Item(String sopClassUid, String sopInstanceUid) {
    Dataset dataset() {
      return Dataset.builder()
          .put(Tags.REFERENCED_SOP_CLASS_UID, sopClassUid)
          .put(Tags.REFERENCED_SOP_INSTANCE_UID, sopInstanceUid)
          .build();
    }
  }

  /// Why the information of an action is no request, as the answer to it; empty where it is one.
  static Optional<Status> flaw(Dataset information, int itemsMax) {
    var transaction = information.string(Tags.TRANSACTION_UID);
    if (transaction.isEmpty()) {
      return Optional.of(Status.MISSING_ATTRIBUTE.withComment("no Transaction UID"));
    }
    if (!Uid.isWellFormed(transaction.get())) {
      return Optional.of(
          Status.INVALID_ARGUMENT_VALUE.withComment("the Transaction UID is not a UID"));
    }
    var items = information.items(Tags.REFERENCED_SOP_SEQUENCE);
    if (items.isEmpty()) {
      return Optional.of(Status.MISSING_ATTRIBUTE.withComment("no Referenced SOP Sequence"));
    }
    if (items.size() > itemsMax) {
      return Optional.of(Status.RESOURCE_LIMITATION.withComment(
          "more than " + itemsMax + " instances in a request"));
    }
    return items.stream().allMatch(CommitmentRequest::isWhole)
        ? Optional.empty()
        : Optional.of(Status.INVALID_ARGUMENT_VALUE.withComment(
            "an item without a class and an instance UID"));
  }

  private static boolean isWhole(Dataset item) {
    return item.string(Tags.REFERENCED_SOP_CLASS_UID).filter(Uid::isWellFormed).isPresent()
        && item.string(Tags.REFERENCED_SOP_INSTANCE_UID).filter(Uid::isWellFormed).isPresent();
  }

  /// Reads a request that has no [#flaw].
  static CommitmentRequest read(Dataset information, String retrieveAe) {
    var items = new LinkedHashSet<Item>();
    information.items(Tags.REFERENCED_SOP_SEQUENCE).forEach(item -> items.add(new Item(
        item.string(Tags.REFERENCED_SOP_CLASS_UID).orElseThrow(),
        item.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElseThrow())));
    return new CommitmentRequest(information.string(Tags.TRANSACTION_UID).orElseThrow(),
        retrieveAe, List.copyOf(items), OptionalInt.empty());
  }

  /// The same request, all of which fails for one reason.
  CommitmentRequest failing(int reason) {
    return new CommitmentRequest(transactionUid, retrieveAe, items, OptionalInt.of(reason));
  }

  /// As it waits in the queue: DICOM JSON.
  Bytes encode() {
    var dataset = Dataset.builder()
        .put(Tags.TRANSACTION_UID, transactionUid)
        .put(Tags.RETRIEVE_AE_TITLE, retrieveAe)
        .putItems(Tags.REFERENCED_SOP_SEQUENCE, items.stream().map(Item::dataset).toList());
    failure.ifPresent(reason -> dataset.put(Tags.FAILURE_REASON, reason));
    var out = new ByteArrayOutputStream();
    try {
      new DicomJsonWriter(BulkDataUris.NONE).write(dataset.build(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  static CommitmentRequest decode(Bytes queued) {
    try {
      var dataset = new DicomJsonReader().read(new ByteArrayInputStream(queued.toArray()));
      var request = read(dataset, dataset.string(Tags.RETRIEVE_AE_TITLE).orElseThrow());
      return dataset.integer(Tags.FAILURE_REASON).isPresent()
          ? request.failing(dataset.integer(Tags.FAILURE_REASON).getAsInt()) : request;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
