package vn.tia.bridge.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.StoredBytes;

/// What disks do to files.
public final class Damage {
  private Damage() {}

  /// Turns one bit of a stored sample, 100 bytes before its end.
  ///
  /// @param objects the directory of the object store
  public static void flipOneBit(TestArchive archive, Path objects, Sample sample)
      throws IOException {
    flipOneBit(archive, objects, sample, stored(archive, sample).size() - 100);
  }

  /// Turns one bit of a stored sample at an offset of its file.
  public static void flipOneBit(TestArchive archive, Path objects, Sample sample, long at)
      throws IOException {
    var bytes = stored(archive, sample);
    try (var all = Files.walk(objects);
        var channel = FileChannel.open(
            all.filter(one -> one.endsWith(bytes.objectId())).findFirst().orElseThrow(),
            StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, at);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
    }
  }

  private static StoredBytes stored(TestArchive archive, Sample sample) {
    var path = InstancePath.instance(sample.study(), sample.series(), sample.uid());
    return archive.studies().instances(path, archive.first()).getFirst().bytes();
  }
}
