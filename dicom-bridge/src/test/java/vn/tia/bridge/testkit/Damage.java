package vn.tia.bridge.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.records.studies.InstancePath;

/// What disks do to files.
public final class Damage {
  private Damage() {}

  /// Turns one bit of a stored sample, 100 bytes before its end.
  ///
  /// @param objects the directory of the object store
  public static void flipOneBit(TestArchive archive, Path objects, Sample sample)
      throws IOException {
    var path = InstancePath.instance(sample.study(), sample.series(), sample.uid());
    var bytes = archive.studies().instances(path, archive.first()).getFirst().bytes();
    try (var all = Files.walk(objects);
        var channel = FileChannel.open(
            all.filter(one -> one.endsWith(bytes.objectId())).findFirst().orElseThrow(),
            StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, bytes.size() - 100);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), bytes.size() - 100);
    }
  }
}
