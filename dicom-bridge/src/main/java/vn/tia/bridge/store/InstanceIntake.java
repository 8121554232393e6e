package vn.tia.bridge.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.objects.Sealing;
import vn.tia.bridge.objects.Upload;
import vn.tia.bridge.store.Incoming.Announced;
import vn.tia.bridge.store.Taken.Names;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
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

  /// What is read at once to find the header: that of a slice of CT has some 3 KB.
  private static final int HEADER_BYTES = 16 * 1024;

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

  /// Writes the bytes of a data set.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Takes a data set from a stream and says how it ended.
  ///
  /// @throws IOException if the stream broke, or the disk: then nothing is stored
  public StoreOutcome store(Incoming incoming, InputStream dataset)
      throws IOException, InterruptedException {
    try (var received = receive(incoming, dataset::transferTo)) {
      return received.complete().outcome();
    }
  }

  /// Takes the bytes of a data set; what they are shows when the instance is completed.
  ///
  /// @throws IOException if the stream broke, or the disk: then nothing is kept
  public Received receive(Incoming incoming, Content dataset) throws IOException {
    var syntax = Uid.parse(incoming.transferSyntaxUid()).map(TransferSyntax::of);
    var wrong = incoming.announced().flatMap(RequiredUids::check);
    if (syntax.isEmpty() || wrong.isPresent()) {
      return Received.refused(
          new StoreOutcome.Invalid(wrong.orElse("the transfer syntax is not a UID")));
    }
    try {
      var upload = objects.begin();
      try {
        var head = head(syntax.get(), incoming.announced());
        upload.write(head, 0, head.length);
        dataset.writeTo(new UploadStream(upload));
        return Received.whole(upload,
            () -> complete(incoming, syntax.get(), upload, head.length));
      } catch (IOException | RuntimeException e) {
        upload.close();
        throw e;
      }
    } catch (ObjectStoreException e) {
      LOG.warn("an instance was refused: {}", e.getMessage());
      return Received.refused(refusal(e));
    }
  }

  private Taken complete(Incoming incoming, TransferSyntax syntax, Upload upload, int headBytes)
      throws IOException, InterruptedException {
    Dataset dataset;
    Optional<String> irregularity;
    try (var staged = upload.staged().position(headBytes)) {
      var in = new BufferedInputStream(Channels.newInputStream(staged), HEADER_BYTES);
      var reader = new DatasetReader(in, syntax, reading);
      dataset = reader.read();
      irregularity = reader.irregularity();
    } catch (DicomParseException e) {
      return Taken.unnamed(unreadable(e));
    } catch (ObjectStoreException e) {
      return Taken.unnamed(refusal(e));
    }
    var names = Optional.of(Names.of(dataset));
    var wrong = wrong(incoming, dataset);
    if (wrong.isPresent()) {
      return new Taken(wrong.get(), names);
    }
    try {
      var sealing = upload.sealing();
      var object = sealing.object();
      var bytes = new StoredBytes(object.id().value(), syntax.uid().value(), object.size(),
          object.sha256(), headBytes, object.blockSums());
      return new Taken(register(sealing, NewInstance.of(
          incoming.facilityId(), new InstanceHeader(dataset), bytes, incoming.source()),
          irregularity), names);
    } catch (ObjectStoreException e) {
      LOG.warn("an instance was refused: {}", e.getMessage());
      return new Taken(refusal(e), names);
    }
  }

  private static Optional<StoreOutcome> wrong(Incoming incoming, Dataset dataset) {
    return RequiredUids.check(dataset, incoming.announced())
        .<StoreOutcome>map(StoreOutcome.Invalid::new)
        .or(() -> incoming.study()
            .filter(study -> !dataset.string(Tags.STUDY_INSTANCE_UID).equals(Optional.of(study)))
            .map(_ -> new StoreOutcome.OtherStudy()));
  }

  /// After a failure the object stays: whether its row was committed is not known, and the sweep
  /// finds it if not.
  private StoreOutcome register(
      Sealing sealing, NewInstance instance, Optional<String> irregularity)
      throws IOException, InterruptedException {
    try {
      return switch (registrar.register(instance, sealing)) {
        case Registered.Added(var doubt) -> Mismatch.of(instance.header().dataset()).or(() -> doubt)
            .or(() -> irregularity)
            .<StoreOutcome>map(StoreOutcome.StoredWithMismatch::new)
            .orElseGet(StoreOutcome.Stored::new);
        case Registered.Known(var first) ->
            repeated(sealing.object().id(), first, instance.bytes());
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
      case LIMIT -> new StoreOutcome.TooLarge(e.getMessage());
      case MALFORMED, TRUNCATED -> new StoreOutcome.Unreadable(e.getMessage());
    };
  }

  private static StoreOutcome refusal(ObjectStoreException e) {
    return switch (e) {
      case ObjectStoreException.Full _ -> new StoreOutcome.Unavailable("no room is left");
      case ObjectStoreException.TooLarge _ -> new StoreOutcome.TooLarge("the object is too large");
      case ObjectStoreException.ReadOnly _ ->
          new StoreOutcome.Unavailable("the object store is read-only");
      case ObjectStoreException.Missing _ ->
          new StoreOutcome.Unavailable("an earlier object with this UID is missing");
      case ObjectStoreException.Unavailable _ ->
          new StoreOutcome.Unavailable("the object store is unavailable");
      case ObjectStoreException other -> new StoreOutcome.Unavailable("the object store failed");
    };
  }

  /// An upload as a stream.
  private static final class UploadStream extends OutputStream {
    private final Upload upload;

    UploadStream(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      upload.write(bytes, from, count);
    }
  }
}
