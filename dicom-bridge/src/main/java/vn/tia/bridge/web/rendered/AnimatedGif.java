package vn.tia.bridge.web.rendered;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.image.ImageObject;
import vn.tia.dicom.image.Picture;
import vn.tia.dicom.image.PictureFormat;

/// All frames of an image as one GIF that moves, at the speed that the image says.
final class AnimatedGif {

  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  /// Where an image says no speed.
  private static final double FRAME_MS = 100;

  private AnimatedGif() {}

  /// Makes the picture of a frame, counted from 0.
  @FunctionalInterface
  interface Frame {
    Picture of(ImageObject image, int frame) throws IOException;
  }

  static Bytes of(ImageObject image, Frame frames) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int frame = 0; frame < image.frames().count(); frame++) {
        var picture = read(image, frame, frames);
        writer.writeToSequence(new IIOImage(picture, null,
            timed(writer, picture, hundredths(image), frame)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static BufferedImage read(ImageObject image, int frame, Frame frames)
      throws IOException {
    var still = new ByteArrayOutputStream();
    PictureFormat.PNG.write(frames.of(image, frame), still);
    return ImageIO.read(new ByteArrayInputStream(still.toByteArray()));
  }

  private static int hundredths(ImageObject image) {
    double ms = image.attributes().decimal(Tags.FRAME_TIME).orElseGet(() -> 1000
        / image.attributes().decimal(Tags.CINE_RATE).orElse(1000 / FRAME_MS));
    return (int) Math.clamp(Math.round(ms / 10), 2, 1000);
  }

  private static IIOMetadata timed(
      ImageWriter writer, BufferedImage picture, int hundredths, int frame) throws IOException {
    var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), null);
    var tree = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    var control = (IIOMetadataNode) tree.getElementsByTagName("GraphicControlExtension").item(0);
    control.setAttribute("delayTime", Integer.toString(hundredths));
    control.setAttribute("disposalMethod", "none");
    if (frame == 0) {
      // The extension by which browsers play it again and again.
      var loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0});
      var extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(loop);
      tree.appendChild(extensions);
    }
    metadata.setFromTree(FORMAT, tree);
    return metadata;
  }
}
