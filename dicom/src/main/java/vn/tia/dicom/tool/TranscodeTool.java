package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.Transcoder;
import vn.tia.dicom.io.DicomFile;

/// `transcode`: writes a file in another transfer syntax, without loss.
final class TranscodeTool implements Tool {
  private static final Option TO =
      Option.value("--to", "NAME", Syntaxes.NATIVE_NAMES + ", or rle (explicit)");

  @Override
  public Manual manual() {
    return new Manual("transcode", "write a file in another transfer syntax", "FILE OUT",
        List.of(TO),
        """
        Nothing is lost on the way: pixel data is unpacked from RLE and packed into it. Other
        compressed pixel data stays as it is, so such a file can't be transcoded.

        Examples:
          ./tia dicom transcode --to rle slice.dcm packed.dcm
          ./tia dicom transcode --to implicit packed.dcm plain.dcm
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> names = arguments.operands(2, 2, "FILE and OUT");
    TransferSyntax target = Syntaxes.any(TO, arguments.value(TO).orElse("explicit"));
    DicomFile written =
        Transcoder.transcode(DicomFile.read(Path.of(names.getFirst())), target);
    NewFile.write(Path.of(names.getLast()), written::write);
    return DicomTool.OK;
  }
}
