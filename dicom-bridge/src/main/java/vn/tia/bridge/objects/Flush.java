package vn.tia.bridge.objects;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Makes what a channel holds survive a power cut.
@FunctionalInterface
interface Flush {

  /// Asks the operating system to write everything through to the disk (fsync).
  Flush TO_DISK = channel -> channel.force(true);

  void flush(FileChannel channel) throws IOException;
}
