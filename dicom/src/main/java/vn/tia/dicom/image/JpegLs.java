package vn.tia.dicom.image;

import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.codec.JpegLsDecoder;
import vn.tia.dicom.image.codec.Raster;

/// Frames of JPEG-LS (PS3.5 section A.4.3).
final class JpegLs {

  private JpegLs() {}

  static Samples decode(Bytes codestream, PixelLayout layout) throws PixelDataException {
    return samples(JpegLsDecoder.decode(codestream, extent(layout)), layout);
  }

  static Raster.Extent extent(PixelLayout layout) {
    return new Raster.Extent(layout.rows(), layout.columns(), layout.samples());
  }

  /// The raster's cells as samples of the object.
  static Samples samples(Raster raster, PixelLayout layout) throws PixelDataException {
    SampleFormat format = layout.format();
    if (raster.bits() > format.bitsAllocated()) {
      throw new PixelDataException("the frame has %d bits, the object's cells %d"
          .formatted(raster.bits(), format.bitsAllocated()));
    }
    int[] samples = raster.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = format.sample(samples[i]);
    }
    return new Samples(layout, samples);
  }
}
