/// From pixel data to pictures: frames, their decoding, grey scale transformations, PNG.
///
/// [PixelLayout] says what the pixels look like, [Frames] where each frame lies, [FrameDecoder]
/// turns its bytes into [Samples], and [Renderer] those into a [Picture] of 8 bits. Nothing here
/// trusts an announced size: memory is taken by the bytes that are there and within [PixelLimits].
@NullMarked
package vn.tia.dicom.image;

import org.jspecify.annotations.NullMarked;
