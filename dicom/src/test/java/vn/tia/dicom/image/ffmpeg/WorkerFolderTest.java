package vn.tia.dicom.image.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerFolderTest {

  @Test
  void removesTheFolderOfAProcessThatWasKilledAndNoOther() throws IOException {
    assumeTrue(WorkerFolder.obstacle().isEmpty(), WorkerFolder.obstacle().orElse(""));
    Path abandoned = Files.createTempDirectory("tia-ffmpeg-");
    Files.writeString(abandoned.resolve("lock"), "");
    Files.writeString(abandoned.resolve("libavcodec"), "library");
    Path beingMade = Files.createTempDirectory("tia-ffmpeg-");
    try {
      Path alive = WorkerFolder.make();
      Path ours = WorkerFolder.make();

      assertThat(abandoned).doesNotExist();
      assertThat(beingMade).exists();
      assertThat(alive.resolve("lock")).exists();
      assertThat(ours.resolve("lock")).exists();
    } finally {
      Files.delete(beingMade);
    }
  }
}
