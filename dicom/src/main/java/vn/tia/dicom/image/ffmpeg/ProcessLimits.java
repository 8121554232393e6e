package vn.tia.dicom.image.ffmpeg;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives up what a decoder doesn't need: memory beyond a limit, new files, sockets and programs.
///
/// Should a frame take the process over, it can still do no more than compute and answer.
final class ProcessLimits {
  private static final int ADDRESS_SPACE = 9;
  private static final int FILE_SIZE = 1;
  private static final int CORE_SIZE = 4;
  private static final int NO_NEW_PRIVILEGES = 38;
  private static final int SECCOMP = 317;
  private static final int SYNCHRONIZED = 1;
  private static final int PAGE = 4096;
  private static final int ARCHITECTURE = 0xC000003E;

  /// System calls of x86-64 that are answered with EPERM: files by name, sockets, programs and
  /// other processes.
  private static final int[] FORBIDDEN = {
    2, 257, 437, 85,                    // open, openat, openat2, creat
    41, 42, 43, 49, 50, 53, 288,        // socket, connect, accept, bind, listen, socketpair
    57, 58, 59, 322,                    // fork, vfork, execve, execveat
    62, 200, 234,                       // kill, tkill, tgkill
    76, 82, 83, 84, 86, 87, 88, 90, 92, // truncate, rename, mkdir, rmdir, link, unlink, chmod …
    258, 259, 260, 263, 264, 265, 266, 268, 316,
    101, 310, 311, 298, 321,            // ptrace, process_vm_*, perf_event_open, bpf
    155, 161, 165, 166, 175, 313, 246,  // pivot_root, chroot, mount, init_module, kexec
    425, 426, 427,                      // io_uring
  };

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle setLimit = function("setrlimit", FunctionDescriptor.of(
      ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  private final MethodHandle control = function("prctl", FunctionDescriptor.of(
      ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
      ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private final MethodHandle system = function("syscall", FunctionDescriptor.of(
      ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
      ValueLayout.ADDRESS));

  private ProcessLimits() {}

  private MethodHandle function(String name, FunctionDescriptor form) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), form);
  }

  /// Binds this process for good.
  ///
  /// @param memory how many bytes of address space it may take beyond what it has
  static void apply(long memory) throws IOException {
    String sizes = Files.readString(Path.of("/proc/self/statm"));
    long taken = Long.parseLong(sizes.substring(0, sizes.indexOf(' '))) * PAGE;
    new ProcessLimits().apply(taken + memory, memory);
  }

  private void apply(long addressSpace, long memory) {
    try (Arena arena = Arena.ofConfined()) {
      limit(ADDRESS_SPACE, addressSpace, arena);
      limit(FILE_SIZE, 0, arena);
      limit(CORE_SIZE, 0, arena);
      check((int) control.invokeExact(NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L), "prctl");
      check((int) (long) system.invokeExact((long) SECCOMP, 1L, (long) SYNCHRONIZED,
          filter(arena)), "seccomp");
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void limit(int resource, long most, Arena arena) throws Throwable {
    MemorySegment both = arena.allocateFrom(ValueLayout.JAVA_LONG, most, most);
    check((int) setLimit.invokeExact(resource, both), "setrlimit");
  }

  private static void check(int result, String function) {
    if (result != 0) {
      throw new IllegalStateException(function + " was refused by the system");
    }
  }

  /// The filter as a program of the kernel's packet filter: one comparison for each number.
  private static MemorySegment filter(Arena arena) {
    int count = FORBIDDEN.length;
    MemorySegment program = arena.allocate(8L * (count + 6), 8);
    put(program, 0, 0x20, 0, 4);                         // load the architecture
    put(program, 1, 0x15, 1 << 8, ARCHITECTURE);         // ours: pass over the next
    put(program, 2, 0x06, 0, 0x80000000);                // else end the process
    put(program, 3, 0x20, 0, 0);                         // load the number of the call
    for (int i = 0; i < count; i++) {
      put(program, 4 + i, 0x15, count - i << 8, FORBIDDEN[i]);
    }
    put(program, 4 + count, 0x06, 0, 0x7FFF0000);        // allow
    put(program, 5 + count, 0x06, 0, 0x00050001);        // EPERM
    MemorySegment holder = arena.allocate(16, 8);
    holder.set(ValueLayout.JAVA_SHORT, 0, (short) (count + 6));
    holder.set(ValueLayout.ADDRESS, 8, program);
    return holder;
  }

  /// One instruction; the jumps are where to go on if equal and if not, in that order of bytes.
  private static void put(MemorySegment program, int at, int code, int jumps, int value) {
    program.set(ValueLayout.JAVA_SHORT, 8L * at, (short) code);
    program.set(ValueLayout.JAVA_BYTE, 8L * at + 2, (byte) (jumps >> 8));
    program.set(ValueLayout.JAVA_BYTE, 8L * at + 3, (byte) jumps);
    program.set(ValueLayout.JAVA_INT, 8L * at + 4, value);
  }
}
