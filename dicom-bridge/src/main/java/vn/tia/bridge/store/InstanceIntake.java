package vn.tia.bridge.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.objects.StoredObject;
import vn.tia.bridge.objects.Upload;
import vn.tia.bridge.store.Incoming.Announced;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DatasetReader;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomParseException;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.io.ReadLimits;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.InstanceHeader;
import vn.tia.records.studies.NewInstance;
import vn.tia.records.studies.Registered;
import vn.tia.records.studies.StoredBytes;

/// Stores one instance: its bytes as they come, then its row; only then it is stored.
///
/// The file is our preamble and meta information, then the data set byte for byte as it was sent.
public final class InstanceIntake {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceIntake.class);

  /// Binary values from this size on stay in the file: below it a lookup would cost more than the
  /// bytes do.
  private static final int BULK_BYTES_MIN = 2_048;

  private final ObjectStore objects;
  private final Registrar registrar;
  private final SameBytes sameBytes;
  private final ReadSettings reading;

  public InstanceIntake(ObjectStore objects, Registrar registrar, ReadLimits limits) {
    this.objects = objects;
    this.registrar = registrar;
    this.sameBytes = new SameBytes(objects);
    this.reading = ReadSettings.of(limits).leavingBulkFrom(BULK_BYTES_MIN);
  }

  /// Takes a data set from a stream and says how it ended.
  ///
  /// @throws IOException if the stream broke, or the disk: then nothing is stored
  public StoreOutcome store(Incoming incoming, InputStream dataset)
      throws IOException, InterruptedException {
    var syntax = Uid.parse(incoming.transferSyntaxUid()).map(TransferSyntax::of);
    var wrong = incoming.announced().flatMap(RequiredUids::check);
    if (syntax.isEmpty() || wrong.isPresent()) {
      return new StoreOutcome.Invalid(wrong.orElse("the transfer syntax is not a UID"));
    }
    try (var upload = objects.begin()) {
      var head = head(syntax.get(), incoming.announced());
      upload.write(head, 0, head.length);
      upload.writeAll(dataset);
      return decide(incoming, syntax.get(), upload, head.length);
    } catch (ObjectStoreException e) {
      LOG.warn("an instance was refused: {}", e.getMessage());
      return new StoreOutcome.Unavailable(reason(e));
    }
  }

  private StoreOutcome decide(
      Incoming incoming, TransferSyntax syntax, Upload upload, int headBytes)
      throws IOException, InterruptedException {
    Dataset dataset;
    try (var staged = upload.staged().position(headBytes)) {
      var in = new BufferedInputStream(Channels.newInputStream(staged), Upload.COPY_BYTES);
      dataset = new DatasetReader(in, syntax, reading).read();
    } catch (DicomParseException e) {
      return unreadable(e);
    }
    var wrong = RequiredUids.check(dataset, incoming.announced());
    if (wrong.isPresent()) {
      return new StoreOutcome.Invalid(wrong.get());
    }
    var object = upload.seal();
    var bytes = new StoredBytes(object.id().value(), syntax.uid().value(), object.size(),
        object.sha256(), headBytes);
    return register(object, NewInstance.of(
        incoming.facilityId(), new InstanceHeader(dataset), bytes, incoming.source()));
  }

  /// After a failure the object stays: whether its row was committed is not known, and the sweep
  /// finds it if not.
  private StoreOutcome register(StoredObject object, NewInstance instance)
      throws IOException, InterruptedException {
    try {
      return switch (registrar.register(instance)) {
        case Registered.Added _ -> new StoreOutcome.Stored();
        case Registered.Known(var first) -> repeated(object.id(), first, instance.bytes());
      };
    } catch (RecordsUnavailable e) {
      LOG.warn("an instance was refused: the records are unavailable");
      return new StoreOutcome.Unavailable("the records are unavailable");
    }
  }

  private StoreOutcome repeated(ObjectId object, StoredBytes first, StoredBytes again)
      throws IOException {
    var isSame = sameBytes.test(first, again);
    objects.delete(object);
    return isSame ? new StoreOutcome.AlreadyStored() : new StoreOutcome.Conflict();
  }

  /// Preamble and meta information; they name the sender nowhere, so that equal data sets make
  /// equal files.
  private static byte[] head(TransferSyntax syntax, Optional<Announced> announced)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    DicomFile.writeHead(bytes, FileMetaInformation.of(syntax,
        announced.map(Announced::sopClassUid).orElse(""),
        announced.map(Announced::sopInstanceUid).orElse("")));
    return bytes.toByteArray();
  }

  private static StoreOutcome unreadable(DicomParseException e) {
    LOG.info("an instance was refused: {}", e.getMessage());
    return switch (e.reason()) {
      case LIMIT -> new StoreOutcome.Unavailable(e.getMessage());
      case MALFORMED, TRUNCATED -> new StoreOutcome.Unreadable(e.getMessage());
    };
  }

  private static String reason(ObjectStoreException e) {
    return switch (e) {
      case ObjectStoreException.Full _ -> "no room is left";
      case ObjectStoreException.TooLarge _ -> "the object is too large";
      case ObjectStoreException.ReadOnly _ -> "the object store is read-only";
      case ObjectStoreException.Missing _ -> "an earlier object with this UID is missing";
      case ObjectStoreException other -> "the object store failed";
    };
  }
}
