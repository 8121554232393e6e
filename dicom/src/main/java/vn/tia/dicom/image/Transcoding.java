package vn.tia.dicom.image;

import java.util.List;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.TransferSyntax;

/// What to make of a stored object.
///
/// @param edits changes to the elements before the pixel data, such as coercion asks for
/// @param quality of baseline JPEG, from 1 to 100; all other forms lose nothing
public record Transcoding(TransferSyntax target, List<Edit> edits, int quality) {
  /// Where flaws can't be seen in grey pictures.
  private static final int QUALITY = 90;

  /// @throws IllegalArgumentException if the quality is none
  public Transcoding {
    edits = List.copyOf(edits);
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException(
          "the quality of JPEG is between 1 and 100, got " + quality);
    }
  }

  /// Another transfer syntax, and nothing else.
  public static Transcoding to(TransferSyntax target) {
    return new Transcoding(target, List.of(), QUALITY);
  }

  public Transcoding with(List<Edit> other) {
    return new Transcoding(target, other, quality);
  }

  public Transcoding withQuality(int other) {
    return new Transcoding(target, edits, other);
  }
}
