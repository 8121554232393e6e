package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.image.PixelCoding;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.image.Transcoding;

/// `transcode`: writes a file in another transfer syntax.
final class TranscodeTool implements Tool {
  private static final Option TO = Option.value("--to", "NAME", Syntaxes.NAMES + " (explicit)");
  private static final Option QUALITY =
      Option.value("--quality", "N", "of jpeg, from 1 to 100 (90)");

  @Override
  public Manual manual() {
    return new Manual("transcode", "write a file in another transfer syntax", "FILE OUT",
        List.of(TO, QUALITY),
        """
        Pixel data is decoded from all JPEG kinds, JPEG-LS, JPEG 2000 (with HTJ2K) and RLE, frame
        by frame: a file may be larger than the memory. Nothing is lost on the way, unless to jpeg,
        which makes a new instance with a UID of its own and says how much was lost. Videos and
        files without pixel data are only written in the uncompressed forms they had.

        Examples:
          ./tia dicom transcode --to jpeg-ls slice.dcm packed.dcm
          ./tia dicom transcode --to implicit packed.dcm plain.dcm
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> names = arguments.operands(2, 2, "FILE and OUT");
    TransferSyntax target = Syntaxes.any(TO, arguments.value(TO).orElse("explicit"));
    int quality = arguments.number(QUALITY, 1, 100).orElse(90);
    List<Edit> edits = PixelCoding.isLossless(target) ? List.of() : List.of(newInstance());
    NewFile.write(Path.of(names.getLast()), out -> Transcoder.writeFile(
        Path.of(names.getFirst()), new Transcoding(target, edits, quality), out));
    return DicomTool.OK;
  }

  /// An image that lost something is another image (PS3.3 section C.7.6.1.1.5).
  private static Edit newInstance() {
    return new Edit.Put(new Element(Tags.SOP_INSTANCE_UID, Vr.UI,
        new Value.Text(List.of(Uid.random().value()))));
  }
}
