package vn.tia.dicom.io;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The elements of group 0002 that head a file (PS3.10 section 7.1), without their group length.
///
/// @param syntax how the data set behind is written; guessed from its first bytes where a file
///     doesn't say it
/// @param elements the elements of group 0002, none where a file has none
public record FileMetaInformation(TransferSyntax syntax, Dataset elements) {
  public FileMetaInformation {
    elements = elements.apply(List.of(new Edit.Remove(Tags.FILE_META_INFORMATION_GROUP_LENGTH)));
  }

  /// The header of a new file, written by this toolkit.
  public static FileMetaInformation of(TransferSyntax syntax, String sopClass, String sopInstance) {
    return new FileMetaInformation(syntax, Dataset.builder()
        .put(Tags.FILE_META_INFORMATION_VERSION, Bytes.hex("0001"))
        .put(Tags.MEDIA_STORAGE_SOP_CLASS_UID, sopClass)
        .put(Tags.MEDIA_STORAGE_SOP_INSTANCE_UID, sopInstance)
        .put(Tags.TRANSFER_SYNTAX_UID, syntax.uid().value())
        .put(Tags.IMPLEMENTATION_CLASS_UID, Implementation.CLASS_UID.value())
        .put(Tags.IMPLEMENTATION_VERSION_NAME, Implementation.VERSION_NAME)
        .build());
  }

  /// The header of a new file that holds a data set.
  public static FileMetaInformation of(TransferSyntax syntax, Dataset dataset) {
    return of(syntax,
        dataset.string(Tags.SOP_CLASS_UID).orElse(""),
        dataset.string(Tags.SOP_INSTANCE_UID).orElse(""));
  }

  /// Reads a header that a stored object must have: the transfer syntax in the elements.
  static FileMetaInformation reading(Dataset elements, TransferSyntax guessed) {
    TransferSyntax syntax = elements.string(Tags.TRANSFER_SYNTAX_UID)
        .flatMap(Uid::parse)
        .map(TransferSyntax::of)
        .orElse(guessed);
    return new FileMetaInformation(syntax, elements);
  }

  public Optional<String> sopClass() {
    return elements.string(Tags.MEDIA_STORAGE_SOP_CLASS_UID);
  }

  public Optional<String> sopInstance() {
    return elements.string(Tags.MEDIA_STORAGE_SOP_INSTANCE_UID);
  }

  /// The bytes of the header, beginning with the group length.
  ///
  /// A guessed transfer syntax is written out: the next reader needn't guess, maybe differently.
  Bytes toBytes() {
    var syntaxUid = new Edit.Put(new Element(
        Tags.TRANSFER_SYNTAX_UID, Vr.UI, new Value.Text(List.of(syntax.uid().value()))));
    boolean isSaid = elements.string(Tags.TRANSFER_SYNTAX_UID).equals(
        Optional.of(syntax.uid().value()));
    Bytes body = DatasetWriter.toBytes(
        isSaid ? elements : elements.apply(List.of(syntaxUid)),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Dataset length = Dataset.builder()
        .put(Tags.FILE_META_INFORMATION_GROUP_LENGTH, body.length())
        .build();
    Bytes head = DatasetWriter.toBytes(length, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return Bytes.concat(head, body);
  }
}
