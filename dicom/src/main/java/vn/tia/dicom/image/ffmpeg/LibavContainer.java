package vn.tia.dicom.image.ffmpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// A video in memory, opened by the library through callbacks that read from it.
final class LibavContainer {
  private static final int BUFFER = 1 << 16;
  private static final int SEEK_SIZE = 0x10000;
  private static final long READER = 32;
  private static final long STREAMS = 48;
  private static final long PARAMETERS = 16;

  private final Libav libav;
  private final MemorySegment format;
  private final Memory memory;
  private int stream;
  private MemorySegment codec = MemorySegment.NULL;

  private LibavContainer(Libav libav, MemorySegment format, Memory memory) {
    this.libav = libav;
    this.format = format;
    this.memory = memory;
  }

  /// The bytes, and where the library reads them next.
  static final class Memory {
    private final byte[] bytes;
    private int at;

    Memory(byte[] bytes) {
      this.bytes = bytes;
    }

    int read(MemorySegment opaque, MemorySegment target, int size) {
      int count = Math.min(size, bytes.length - at);
      if (count <= 0) {
        return Libav.END;
      }
      MemorySegment.copy(
          bytes, at, target.reinterpret(count), ValueLayout.JAVA_BYTE, 0, count);
      at += count;
      return count;
    }

    long seek(MemorySegment opaque, long offset, int whence) {
      if ((whence & SEEK_SIZE) != 0) {
        return bytes.length;
      }
      long place = switch (whence & 3) {
        case 0 -> offset;
        case 1 -> at + offset;
        default -> bytes.length + offset;
      };
      if (place < 0 || place > bytes.length) {
        return -1;
      }
      at = (int) place;
      return place;
    }
  }

  static LibavContainer open(Libav libav, byte[] bytes, Arena arena) throws LibavException {
    Memory memory = new Memory(bytes);
    MemorySegment format = libav.format();
    LibavContainer container = new LibavContainer(libav, format, memory);
    MemorySegment reader = libav.reader(BUFFER,
        container.callback("read", int.class, MemorySegment.class, int.class, arena),
        container.callback("seek", long.class, long.class, int.class, arena), arena);
    format.set(ValueLayout.ADDRESS, READER, reader);
    MemorySegment opened = libav.openInput(format, arena);
    MemorySegment decoder = arena.allocate(ValueLayout.ADDRESS);
    container.stream = libav.videoStream(opened, decoder);
    container.codec = decoder.get(ValueLayout.ADDRESS, 0);
    return container;
  }

  private MemorySegment callback(
      String name, Class<?> result, Class<?> first, Class<?> second, Arena arena) {
    try {
      MethodHandle method = MethodHandles.lookup().findVirtual(Memory.class, name,
          MethodType.methodType(result, MemorySegment.class, first, second)).bindTo(memory);
      return libav.callback(method, result == int.class
          ? FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT)
          : FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT), arena);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  int stream() {
    return stream;
  }

  MemorySegment codec() {
    return codec;
  }

  /// The parameters of the video stream: a structure that goes with the container.
  MemorySegment parameters() {
    return format.get(ValueLayout.ADDRESS, STREAMS).reinterpret(8L * (stream + 1))
        .get(ValueLayout.ADDRESS, 8L * stream).reinterpret(64)
        .get(ValueLayout.ADDRESS, PARAMETERS);
  }

  boolean read(MemorySegment packet) throws LibavException {
    return libav.readPacket(format, packet);
  }
}
