package vn.tia.dicom.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.tia.dicom.data.TransferSyntax;

/// A program that transcodes one file to RLE, for a process with little memory.
public final class OneTranscoding {
  private OneTranscoding() {}

  public static void main(String[] arguments) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      Transcoder.writeFile(
          Path.of(arguments[0]), Transcoding.to(TransferSyntax.RLE_LOSSLESS), out);
    }
  }
}
