package vn.tia.bridge.web.stow;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.Incoming;
import vn.tia.bridge.store.InstanceIntake;
import vn.tia.bridge.store.Received;
import vn.tia.bridge.store.StoreOutcome;
import vn.tia.bridge.store.Taken.Names;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;
import vn.tia.bridge.web.stow.MultipartReader.Part;
import vn.tia.bridge.web.stow.StowReport.Entry;

/// Stores what one request brings, part by part.
final class StowRequest {

  static final String DICOM = "application/dicom";

  private final Parts parts;
  private final StowSource source;

  /// What stores.
  ///
  /// @param spool where bulk data waits for its metadata
  record Parts(InstanceIntake intake, Spool spool, StowSettings settings) {}

  StowRequest(Parts parts, StowSource source) {
    this.parts = parts;
    this.source = source;
  }

  /// Reads the body and says how each part ended.
  ///
  /// @throws WebException if the body as a whole can't be taken
  List<Entry> store(MediaRange type, InputStream body) throws IOException {
    try (var completions = new Completions(parts.settings().inFlight())) {
      if (type.isMultipart()) {
        multipart(type, body, completions);
      } else if (type.type().equals(DICOM)) {
        completions.add(file(body));
      } else if (Metadata.is(type)) {
        try (var none = new BulkParts(parts.spool())) {
          described(Metadata.read(type, body), none, completions);
        }
      } else {
        throw unsupported();
      }
      return completions.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while instances were stored");
    }
  }

  static WebException unsupported() {
    return WebException.unsupported("instances come as application/dicom,"
        + " application/dicom+json or application/dicom+xml, in multipart/related or alone");
  }

  private void multipart(MediaRange type, InputStream body, Completions completions)
      throws IOException, InterruptedException {
    var root = new MediaRange(type.payload(), type.parameters());
    boolean isOpen = root.type().equals("*/*");
    if (!isOpen && !root.type().equals(DICOM) && !Metadata.is(root)) {
      throw unsupported();
    }
    var boundary = Optional.ofNullable(type.parameters().get("boundary"))
        .orElseThrow(() -> WebException.badRequest("the content type has no boundary"));
    var reader = new MultipartReader(body, boundary, parts.settings());
    List<DescribedInstance> instances = new ArrayList<>();
    try (var bulk = new BulkParts(parts.spool())) {
      for (var part = reader.next(); part.isPresent(); part = reader.next()) {
        if (Metadata.is(part.get().type())) {
          instances.addAll(Metadata.read(part.get().type(), part.get().body()));
        } else if (Metadata.is(root)) {
          bulk.add(part.get());
        } else {
          completions.add(file(part.get()));
        }
      }
      described(instances, bulk, completions);
      completions.await();
    }
  }

  /// A part of files that says it is something else isn't looked at.
  private Received file(Part part) throws IOException {
    boolean isFile = part.header("content-type").isEmpty() || part.type().type().equals(DICOM);
    return isFile ? file(part.body()) : FilePart.noFile();
  }

  private Received file(InputStream body) throws IOException {
    return new FilePart(parts.intake(), parts.settings().classes()).receive(body, source);
  }

  private void described(List<DescribedInstance> instances, BulkParts bulk,
      Completions completions) throws IOException, InterruptedException {
    for (var instance : instances) {
      completions.add(received(instance, bulk));
    }
  }

  private Received received(DescribedInstance instance, BulkParts bulk) throws IOException {
    var names = Names.of(instance.dataset());
    if (names.sopClass().filter(uid -> !parts.settings().classes().contain(uid)).isPresent()) {
      return Received.refused(new StoreOutcome.UnknownClass(), names);
    }
    DescribedInstance.Whole whole;
    try {
      whole = instance.resolve(bulk);
    } catch (IOException e) {
      return Received.refused(new StoreOutcome.Unreadable(FilePart.NO_FILE + ": "
          + e.getMessage()));
    }
    var announced = names.sopClass().flatMap(
        sopClass -> names.instance().map(uid -> new Incoming.Announced(sopClass, uid)));
    try {
      return parts.intake().receive(new Incoming(source.facilityId(), source.caller(),
          whole.syntax().uid().value(), announced, source.study()), whole::writeTo);
    } catch (IllegalArgumentException e) {
      return Received.refused(new StoreOutcome.Unreadable("a value doesn't fit its VR"), names);
    }
  }
}
