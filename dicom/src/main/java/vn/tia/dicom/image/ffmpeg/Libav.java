package vn.tia.dicom.image.ffmpeg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/// The few functions of FFmpeg 8 that frames need, bound by the foreign function interface.
///
/// Only the child process loads it. Fields of structures are reached by their places, which hold
/// for the major versions that are checked at the start.
final class Libav {
  /// The libraries in the order in which they need each other.
  static final List<String> FILES = List.of("libdrm.so.2", "libva.so.2", "libva-drm.so.2",
      "libavutil.so.60", "libswresample.so.6", "libavcodec.so.62", "libavformat.so.62");

  static final int AGAIN = -11;
  static final int END = -('E' | 'O' << 8 | 'F' << 16 | ' ' << 24);

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
  private static final int CODEC_MAJOR = 62;
  private static final int UTIL_MAJOR = 60;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols = SymbolLookup.loaderLookup();

  private final MethodHandle findDecoder = pointer("avcodec_find_decoder_by_name", POINTER);
  private final MethodHandle findEncoder = pointer("avcodec_find_encoder_by_name", POINTER);
  private final MethodHandle allocContext = pointer("avcodec_alloc_context3", POINTER);
  private final MethodHandle freeContext = nothing("avcodec_free_context", POINTER);
  private final MethodHandle open = number("avcodec_open2", POINTER, POINTER, POINTER);
  private final MethodHandle sendPacket = number("avcodec_send_packet", POINTER, POINTER);
  private final MethodHandle receiveFrame = number("avcodec_receive_frame", POINTER, POINTER);
  private final MethodHandle sendFrame = number("avcodec_send_frame", POINTER, POINTER);
  private final MethodHandle receivePacket = number("avcodec_receive_packet", POINTER, POINTER);
  private final MethodHandle allocParameters = pointer("avcodec_parameters_alloc");
  private final MethodHandle freeParameters = nothing("avcodec_parameters_free", POINTER);
  private final MethodHandle useParameters =
      number("avcodec_parameters_to_context", POINTER, POINTER);
  private final MethodHandle allocPacket = pointer("av_packet_alloc");
  private final MethodHandle freePacket = nothing("av_packet_free", POINTER);
  private final MethodHandle allocFrame = pointer("av_frame_alloc");
  private final MethodHandle freeFrame = nothing("av_frame_free", POINTER);
  private final MethodHandle fillFrame = number("av_frame_get_buffer", POINTER, INT);
  private final MethodHandle setNumber =
      number("av_opt_set_int", POINTER, POINTER, LONG, INT);
  private final MethodHandle setText = number("av_opt_set", POINTER, POINTER, POINTER, INT);
  private final MethodHandle describe = pointer("av_pix_fmt_desc_get", INT);
  private final MethodHandle findFormat = number("av_get_pix_fmt", POINTER);
  private final MethodHandle describeError = number("av_strerror", INT, POINTER, LONG);
  private final MethodHandle setLogLevel = nothing("av_log_set_level", INT);
  private final MethodHandle limitAllocation = nothing("av_max_alloc", LONG);
  private final MethodHandle dropPacket = nothing("av_packet_unref", POINTER);
  private final MethodHandle allocate = pointer("av_malloc", LONG);
  private final MethodHandle free = nothing("av_free", POINTER);
  private final MethodHandle allocFormat = pointer("avformat_alloc_context");
  private final MethodHandle closeFormat = nothing("avformat_close_input", POINTER);
  private final MethodHandle allocReader = pointer(
      "avio_alloc_context", POINTER, INT, INT, POINTER, POINTER, POINTER, POINTER);
  private final MethodHandle openInput =
      number("avformat_open_input", POINTER, POINTER, POINTER, POINTER);
  private final MethodHandle findStreams = number("avformat_find_stream_info", POINTER, POINTER);
  private final MethodHandle bestStream =
      number("av_find_best_stream", POINTER, INT, INT, INT, POINTER, INT);
  private final MethodHandle readPacket = number("av_read_frame", POINTER, POINTER);

  private Libav() {}

  /// Loads the libraries of a folder.
  ///
  /// @throws UnsatisfiedLinkError if one is missing, or is of another version
  static Libav load(Path folder) {
    FILES.forEach(file -> System.load(folder.resolve(file).toString()));
    Libav loaded = new Libav();
    loaded.check("avcodec_version", CODEC_MAJOR);
    loaded.check("avutil_version", UTIL_MAJOR);
    call(loaded.setLogLevel, -8);
    return loaded;
  }

  private void check(String function, int major) {
    int version = (int) call(number(function));
    if (version >> 16 != major) {
      throw new UnsatisfiedLinkError(
          "%s is %d, expected %d".formatted(function, version >> 16, major));
    }
  }

  private MethodHandle bind(String name, FunctionDescriptor form) {
    return linker.downcallHandle(symbols.findOrThrow(name), form);
  }

  private MethodHandle pointer(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(POINTER, arguments));
  }

  private MethodHandle number(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(INT, arguments));
  }

  private MethodHandle nothing(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.ofVoid(arguments));
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int run(MethodHandle function, Object... arguments) {
    return (int) call(function, arguments);
  }

  private static MemorySegment get(MethodHandle function, Object... arguments) {
    return (MemorySegment) call(function, arguments);
  }

  void limitAllocation(long bytes) {
    call(limitAllocation, bytes);
  }

  /// A decoder of the library by its name, or its encoder.
  MemorySegment codec(String name, boolean isEncoder, Arena arena) throws LibavException {
    MemorySegment found = get(isEncoder ? findEncoder : findDecoder, arena.allocateFrom(name));
    if (found.equals(MemorySegment.NULL)) {
      throw new LibavException("this FFmpeg was built without " + name);
    }
    return found;
  }

  MemorySegment context(MemorySegment codec, Arena arena) {
    return owned(get(allocContext, codec), freeContext, arena);
  }

  MemorySegment packet(Arena arena) {
    return owned(get(allocPacket), freePacket, arena);
  }

  MemorySegment frame(Arena arena) {
    return owned(get(allocFrame), freeFrame, arena);
  }

  MemorySegment parameters(Arena arena) {
    return owned(get(allocParameters), freeParameters, arena);
  }

  /// A structure that the library frees when the arena is closed.
  private static MemorySegment owned(MemorySegment made, MethodHandle free, Arena arena) {
    if (made.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("the library can't allocate");
    }
    return made.reinterpret(1024, arena, end -> {
      try (Arena holder = Arena.ofConfined()) {
        MemorySegment place = holder.allocate(ValueLayout.ADDRESS);
        place.set(ValueLayout.ADDRESS, 0, end);
        call(free, place);
      }
    });
  }

  void set(MemorySegment context, String option, long value, Arena arena) throws LibavException {
    check(run(setNumber, context, arena.allocateFrom(option), value, 1));
  }

  void set(MemorySegment context, String option, String value, Arena arena)
      throws LibavException {
    check(run(setText, context, arena.allocateFrom(option), arena.allocateFrom(value), 1));
  }

  void use(MemorySegment context, MemorySegment parameters) throws LibavException {
    check(run(useParameters, context, parameters));
  }

  void open(MemorySegment context, MemorySegment codec) throws LibavException {
    check(run(open, context, codec, MemorySegment.NULL));
  }

  void fill(MemorySegment frame) throws LibavException {
    check(run(fillFrame, frame, 0));
  }

  void sendPacket(MemorySegment context, MemorySegment packet) throws LibavException {
    check(run(sendPacket, context, packet));
  }

  void sendFrame(MemorySegment context, MemorySegment frame) throws LibavException {
    check(run(sendFrame, context, frame));
  }

  /// Whether a frame came; none where the decoder wants more or is at its end.
  boolean receiveFrame(MemorySegment context, MemorySegment frame) throws LibavException {
    return came(run(receiveFrame, context, frame));
  }

  boolean receivePacket(MemorySegment context, MemorySegment packet) throws LibavException {
    return came(run(receivePacket, context, packet));
  }

  private boolean came(int result) throws LibavException {
    if (result == AGAIN || result == END) {
      return false;
    }
    check(result);
    return true;
  }

  /// Lets go of what a packet holds.
  void drop(MemorySegment packet) {
    call(dropPacket, packet);
  }

  /// A container that is not yet open; [#openInput] takes care of it.
  MemorySegment format() {
    return get(allocFormat).reinterpret(1024);
  }

  MemorySegment callback(MethodHandle method, FunctionDescriptor form, Arena arena) {
    return linker.upcallStub(method, form, arena);
  }

  /// What reads a container through two callbacks.
  MemorySegment reader(int buffer, MemorySegment read, MemorySegment seek, Arena arena) {
    MemorySegment bytes = get(allocate, (long) buffer);
    MemorySegment reader = get(allocReader, bytes, buffer, 0, MemorySegment.NULL, read,
        MemorySegment.NULL, seek);
    return reader.reinterpret(256, arena, end -> {
      // The buffer may have been exchanged by the library: its place is the second field.
      call(free, end.reinterpret(16).get(ValueLayout.ADDRESS, 8));
      call(free, end);
    });
  }

  /// Opens a container, to be closed with the arena; where that fails, the library frees it.
  MemorySegment openInput(MemorySegment format, Arena arena) throws LibavException {
    MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
    place.set(ValueLayout.ADDRESS, 0, format);
    check(run(openInput, place, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL));
    MemorySegment opened = owned(format, closeFormat, arena);
    check(run(findStreams, opened, MemorySegment.NULL));
    return opened;
  }

  /// The number of the video's stream; its decoder's place is written into the holder.
  int videoStream(MemorySegment format, MemorySegment decoder) throws LibavException {
    int stream = run(bestStream, format, 0, -1, -1, decoder, 0);
    check(stream);
    return stream;
  }

  boolean readPacket(MemorySegment format, MemorySegment packet) throws LibavException {
    return came(run(readPacket, format, packet));
  }

  int pixelFormat(String name, Arena arena) {
    return run(findFormat, arena.allocateFrom(name));
  }

  /// The description of a pixel format: a structure that is never freed.
  MemorySegment description(int pixelFormat) throws LibavException {
    MemorySegment found = get(describe, pixelFormat);
    if (found.equals(MemorySegment.NULL)) {
      throw new LibavException("the decoder gave pixels of an unknown format");
    }
    return found.reinterpret(256);
  }

  void check(int result) throws LibavException {
    if (result >= 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(128);
      run(describeError, result, text, 128L);
      throw new LibavException(text.getString(0));
    }
  }
}
