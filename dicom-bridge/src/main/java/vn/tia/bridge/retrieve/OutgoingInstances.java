package vn.tia.bridge.retrieve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.Transcoding;
import vn.tia.dicom.io.DatasetCopy;
import vn.tia.dicom.net.SentInstance;
import vn.tia.records.studies.InstanceSelection.Selected;

/// Gives instances as they are stored, or, where the peer doesn't take that or the patient was
/// corrected, as a copy made for this one sending.
public record OutgoingInstances(CheckedObjects objects, Spool spool) {

  /// The instance with the transfer syntaxes it can be had in: its own, then those that everybody
  /// reads.
  public SentInstance sent(Selected selected) {
    var instance = selected.instance();
    var syntaxes = Stream.of(instance.bytes().transferSyntaxUid(),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid().value())
        .distinct().toList();
    return new SentInstance(instance.sopClassUid(), instance.uids().instance(), syntaxes,
        wanted -> open(selected, wanted));
  }

  private InputStream open(Selected selected, String wanted) throws IOException {
    var bytes = selected.instance().bytes();
    if (wanted.equals(bytes.transferSyntaxUid()) && selected.corrections().isEmpty()) {
      return objects.dataset(bytes);
    }
    var from = TransferSyntax.of(new Uid(bytes.transferSyntaxUid()));
    var to = TransferSyntax.of(new Uid(wanted));
    return spool.written(file -> {
      if (from.isEncapsulated() && !from.equals(to)) {
        transcode(selected, to, file);
      } else {
        copy(selected, from, to, file);
      }
    });
  }

  private void copy(Selected selected, TransferSyntax from, TransferSyntax to, Path file)
      throws IOException {
    try (var in = objects.dataset(selected.instance().bytes());
        var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      DatasetCopy.with(selected.corrections()).copy(in, from, out, to);
    }
  }

  /// The pixel data are read from places here and there, so the file is checked first.
  private void transcode(Selected selected, TransferSyntax to, Path file) throws IOException {
    spool.within(
        whole -> {
          try (var out = Files.newOutputStream(whole)) {
            objects.copy(selected.instance().bytes(), out);
          }
        },
        whole -> {
          try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Transcoder.writeDataset(
                whole, Transcoding.to(to).with(selected.corrections()), out);
          }
        });
  }
}
