package vn.tia.dicom.image.ffmpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Decodes one frame of a video: MPEG-2, MPEG-4 or HEVC, bare or in a container.
final class VideoWork {
  private static final long STREAM_INDEX = 36;

  private VideoWork() {}

  static Request.Answer decode(Libav libav, Request request) throws LibavException {
    try (Arena arena = Arena.ofConfined()) {
      LibavContainer container = LibavContainer.open(libav, request.bytes(), arena);
      MemorySegment codec = container.codec();
      MemorySegment context = FrameWork.context(libav, codec, request.shape(), arena);
      libav.use(context, container.parameters());
      libav.open(context, codec);
      MemorySegment packet = libav.packet(arena);
      MemorySegment frame = libav.frame(arena);
      int wanted = request.frame();
      while (container.read(packet)) {
        if (packet.get(ValueLayout.JAVA_INT, STREAM_INDEX) == container.stream()) {
          libav.sendPacket(context, packet);
          for (; libav.receiveFrame(context, frame); wanted--) {
            if (wanted == 0) {
              return FrameWork.answer(LibavFrame.of(libav, frame), request.shape());
            }
          }
        }
        libav.drop(packet);
      }
      libav.sendPacket(context, MemorySegment.NULL);
      for (; libav.receiveFrame(context, frame); wanted--) {
        if (wanted == 0) {
          return FrameWork.answer(LibavFrame.of(libav, frame), request.shape());
        }
      }
      throw new LibavException("the video has fewer frames");
    }
  }
}
