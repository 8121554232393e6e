/// Our own decoders and encoders of compressed frames: JPEG of 12 bits, JPEG lossless, JPEG-LS.
///
/// They are Java alone, so that a hostile frame can do no more than end in an exception. Each
/// reads a codestream into a [Raster] or writes one; what the samples mean is not asked here.
@NullMarked
package vn.tia.dicom.image.codec;

import org.jspecify.annotations.NullMarked;
