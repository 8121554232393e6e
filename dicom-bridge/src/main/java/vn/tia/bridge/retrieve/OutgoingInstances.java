package vn.tia.bridge.retrieve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.Transcoding;
import vn.tia.dicom.io.DatasetCopy;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.SentInstance;
import vn.tia.records.studies.InstanceSelection.Selected;

/// Gives instances as they are stored, or, where the peer doesn't take that or the patient was
/// corrected, as a copy made for this one sending.
public record OutgoingInstances(CheckedObjects objects, Spool spool) {

  /// The instance with the transfer syntaxes it can be had in: its own, then those that everybody
  /// reads.
  public SentInstance sent(Selected selected) {
    return sent(selected, wanted -> open(selected, wanted));
  }

  /// The same, its bytes opened in another way.
  SentInstance sent(Selected selected, SentInstance.Opener opener) {
    var instance = selected.instance();
    var syntaxes = Stream.of(instance.bytes().transferSyntaxUid(),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid().value())
        .distinct().toList();
    return new SentInstance(
        instance.sopClassUid(), instance.uids().instance(), syntaxes, opener);
  }

  /// Whether the instance is sent as it is stored where its peer wants this transfer syntax.
  static boolean isAsStored(Selected selected, String wanted) {
    return wanted.equals(selected.instance().bytes().transferSyntaxUid())
        && selected.corrections().isEmpty();
  }

  InputStream open(Selected selected, String wanted) throws IOException {
    var bytes = selected.instance().bytes();
    if (isAsStored(selected, wanted)) {
      return objects.dataset(bytes);
    }
    var from = TransferSyntax.of(new Uid(bytes.transferSyntaxUid()));
    var to = TransferSyntax.of(new Uid(wanted));
    return spool.written(file -> {
      if (isTranscoded(from, to)) {
        transcode(selected, whole -> {
          try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Transcoder.writeDataset(
                whole, Transcoding.to(to).with(selected.corrections()), out);
          }
        });
      } else {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
          copy(selected, from, to, out);
        }
      }
    });
  }

  private static boolean isTranscoded(TransferSyntax from, TransferSyntax to) {
    return !from.uid().equals(to.uid()) && (from.isEncapsulated() || to.isEncapsulated());
  }

  /// A file to be sent.
  ///
  /// @param bytes its content, to be closed by who reads it
  public record OutgoingFile(InputStream bytes, long length) {}

  /// The instance as a file in a transfer syntax, found right before its first byte is given.
  ///
  /// @throws vn.tia.dicom.image.PixelDataException if it has no form in that transfer syntax
  public OutgoingFile file(Selected selected, TransferSyntax to) throws IOException {
    var bytes = selected.instance().bytes();
    var from = TransferSyntax.of(new Uid(bytes.transferSyntaxUid()));
    if (from.uid().equals(to.uid()) && selected.corrections().isEmpty()) {
      return new OutgoingFile(objects.file(bytes), bytes.size());
    }
    var length = new AtomicLong();
    var in = spool.written(file -> {
      try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
        write(selected, from, to, out);
      }
      length.set(Files.size(file));
    });
    return new OutgoingFile(in, length.get());
  }

  private void write(
      Selected selected, TransferSyntax from, TransferSyntax to, OutputStream out)
      throws IOException {
    if (isTranscoded(from, to)) {
      transcode(selected, whole -> Transcoder.writeFile(
          whole, Transcoding.to(to).with(selected.corrections()), out));
      return;
    }
    var instance = selected.instance();
    DicomFile.writeHead(out, FileMetaInformation.of(
        to, instance.sopClassUid(), instance.uids().instance()));
    copy(selected, from, to, out);
  }

  private void copy(
      Selected selected, TransferSyntax from, TransferSyntax to, OutputStream out)
      throws IOException {
    try (var in = objects.dataset(selected.instance().bytes())) {
      DatasetCopy.with(selected.corrections()).copy(in, from, out, to);
    }
  }

  /// The pixel data are read from places here and there, so the file is checked first.
  private void transcode(Selected selected, Spool.Writing writing) throws IOException {
    spool.within(
        whole -> {
          try (var out = Files.newOutputStream(whole)) {
            objects.copy(selected.instance().bytes(), out);
          }
        },
        writing);
  }
}
