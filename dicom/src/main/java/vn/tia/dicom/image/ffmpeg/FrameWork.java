package vn.tia.dicom.image.ffmpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Decodes and encodes single frames, each with a context of its own: a hostile frame leaves
/// nothing behind for the next.
final class FrameWork {
  private static final int PADDING = 64;
  private static final long ROUNDING = 256;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private FrameWork() {}

  static Request.Answer decode(Libav libav, Request request) throws LibavException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment codec = libav.codec(request.codec(), false, arena);
      MemorySegment context = context(libav, codec, request.shape(), arena);
      libav.open(context, codec);
      MemorySegment packet = libav.packet(arena);
      point(packet, request.bytes(), arena);
      libav.sendPacket(context, packet);
      MemorySegment frame = libav.frame(arena);
      if (!libav.receiveFrame(context, frame)) {
        libav.sendPacket(context, MemorySegment.NULL);
        if (!libav.receiveFrame(context, frame)) {
          throw new LibavException("it holds no frame");
        }
      }
      return answer(LibavFrame.of(libav, frame), request.shape());
    }
  }

  static MemorySegment context(
      Libav libav, MemorySegment codec, Request.Shape shape, Arena arena) throws LibavException {
    MemorySegment context = libav.context(codec, arena);
    libav.set(context, "threads", 1, arena);
    // The library counts the pixels of its buffers, whose rows and columns it rounds up.
    libav.set(context, "max_pixels",
        (shape.rows() + ROUNDING) * (shape.columns() + ROUNDING), arena);
    return context;
  }

  static Request.Answer answer(LibavFrame frame, Request.Shape wanted) throws LibavException {
    if (frame.width() != wanted.columns() || frame.height() != wanted.rows()) {
      throw new LibavException("it holds %d x %d pixels, expected %d x %d".formatted(
          frame.height(), frame.width(), wanted.rows(), wanted.columns()));
    }
    byte[] samples = frame.samples(wanted.components());
    var shape = new Request.Shape(
        frame.height(), frame.width(), wanted.components(), frame.depth());
    return new Request.Answer("", shape, frame.isRgb(), samples);
  }

  /// Lets a packet point to bytes, with the room behind that the library asks for.
  private static void point(MemorySegment packet, byte[] bytes, Arena arena) {
    MemorySegment data = arena.allocate((long) bytes.length + PADDING);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
    packet.set(ValueLayout.ADDRESS, 24, data);
    packet.set(INT, 32, bytes.length);
  }

  static Request.Answer encode(Libav libav, Request request) throws LibavException {
    try (Arena arena = Arena.ofConfined()) {
      Request.Shape shape = request.shape();
      int format = libav.pixelFormat(pixelFormat(shape), arena);
      MemorySegment codec = libav.codec(request.codec(), true, arena);
      MemorySegment context = context(libav, codec, shape, arena);
      MemorySegment parameters = libav.parameters(arena);
      parameters.set(INT, 0, 0);
      parameters.set(INT, 44, format);
      parameters.set(INT, 72, shape.columns());
      parameters.set(INT, 76, shape.rows());
      libav.use(context, parameters);
      libav.set(context, "time_base", "1/25", arena);
      libav.set(context, "pred", "dwt53", arena);
      libav.set(context, "format", "j2k", arena);
      libav.open(context, codec);
      libav.sendFrame(context, filled(libav, request, format, arena));
      libav.sendFrame(context, MemorySegment.NULL);
      MemorySegment packet = libav.packet(arena);
      if (!libav.receivePacket(context, packet)) {
        throw new LibavException("the encoder gave nothing");
      }
      int size = packet.get(INT, 32);
      byte[] bytes = packet.get(ValueLayout.ADDRESS, 24).reinterpret(size)
          .toArray(ValueLayout.JAVA_BYTE);
      return new Request.Answer("", shape, false, bytes);
    }
  }

  private static String pixelFormat(Request.Shape shape) {
    String gray = shape.bits() > 8 ? "gray16le" : "gray";
    String color = shape.bits() > 8 ? "rgb48le" : "rgb24";
    return shape.components() == 1 ? gray : color;
  }

  private static MemorySegment filled(Libav libav, Request request, int format, Arena arena)
      throws LibavException {
    Request.Shape shape = request.shape();
    MemorySegment frame = libav.frame(arena);
    LibavFrame.describe(frame, shape.columns(), shape.rows(), format);
    libav.fill(frame);
    LibavFrame view = LibavFrame.of(libav, frame);
    int rowBytes = (int) (shape.bytes() / shape.rows());
    for (int row = 0; row < shape.rows(); row++) {
      MemorySegment.copy(request.bytes(), row * rowBytes, view.row(0, row, rowBytes),
          ValueLayout.JAVA_BYTE, 0, rowBytes);
    }
    return frame;
  }
}
