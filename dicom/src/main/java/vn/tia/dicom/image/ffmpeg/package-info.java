/// FFmpeg's decoders, held in processes of their own so that no frame can hurt this one.
///
/// [FfmpegDecoders] keeps a few child processes and hands them frames over pipes. [DecoderProcess]
/// is the program that runs in such a child: it binds the library ([Libav]), gives up what it
/// doesn't need ([ProcessLimits]) and answers one frame after another. ADR 0008 says why.
@NullMarked
package vn.tia.dicom.image.ffmpeg;

import org.jspecify.annotations.NullMarked;
