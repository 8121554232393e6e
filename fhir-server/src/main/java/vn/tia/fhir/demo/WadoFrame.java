package vn.tia.fhir.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.image.Decoded;
import vn.tia.dicom.image.FrameDecoder;
import vn.tia.dicom.image.Picture;
import vn.tia.dicom.image.PixelLayout;
import vn.tia.dicom.image.Png;
import vn.tia.dicom.image.Renderer;
import vn.tia.dicom.image.Tone;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.json.JsonLimits;
import vn.tia.fhir.demo.Story.BrokenStory;

/// A frame as a viewer gets it: metadata and uncompressed pixels by WADO-RS (PS3.18 section 10.4),
/// shown through the window that the image names.
final class WadoFrame {
  private static final String FRAME = "multipart/related; type=\"application/octet-stream\"";

  private final EmrStandIn emr;
  private final Doors doors;

  WadoFrame(EmrStandIn emr, Doors doors) {
    this.emr = emr;
    this.doors = doors;
  }

  /// The first frame of an instance as a PNG.
  Bytes picture(String instancePath) throws IOException, InterruptedException {
    var metadata = emr.get(doors.http(instancePath + "/metadata"), "application/dicom+json");
    EmrStandIn.expect(metadata, 200);
    var attributes = new DicomJsonReader(JsonLimits.DEFAULT, (_, _) -> Value.EMPTY)
            .readAll(new ByteArrayInputStream(metadata.body()))
            .getFirst();
    var frame = emr.get(doors.http(instancePath + "/frames/1"), FRAME);
    EmrStandIn.expect(frame, 200);
    return Png.of(render(attributes, singlePart(frame.body())));
  }

  private static Picture render(Dataset attributes, Bytes pixels)
      throws IOException {
    var layout = PixelLayout.of(attributes);
    var explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    return switch (FrameDecoder.decode(pixels, layout, explicit)) {
      case Decoded.Pixels(var samples) -> Renderer.render(attributes, samples);
      case Decoded.Reals(var samples) -> Renderer.render(attributes, samples, Tone.OWN);
      case Decoded.Undecodable(_, var why) -> throw new BrokenStory(why);
    };
  }

  /// The body of the only part of a multipart answer (RFC 2046 section 5.1).
  private static Bytes singlePart(byte[] answer) {
    var text = new String(answer, ISO_8859_1);
    int boundaryEnd = text.indexOf("\r\n");
    int start = text.indexOf("\r\n\r\n") + 4;
    int end = text.lastIndexOf("\r\n" + text.substring(0, Math.max(0, boundaryEnd)));
    if (boundaryEnd < 0 || start < 4 || end < start) {
      throw new BrokenStory("the answer is not multipart");
    }
    return Bytes.wrap(Arrays.copyOfRange(answer, start, end));
  }
}
