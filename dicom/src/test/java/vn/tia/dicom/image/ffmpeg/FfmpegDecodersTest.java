package vn.tia.dicom.image.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;
import vn.tia.dicom.image.codec.Jpeg2000Header;
import vn.tia.dicom.image.codec.RandomRasters;
import vn.tia.dicom.image.codec.Raster;

class FfmpegDecodersTest {

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(FfmpegDecoders.obstacle().isEmpty(), FfmpegDecoders.obstacle().orElse(""));
  }

  private static WorkerSettings settings(Duration frameMax, long memoryMax) {
    return new WorkerSettings(1, Duration.ofSeconds(60), Duration.ofSeconds(60), frameMax,
        Duration.ofMinutes(1), memoryMax);
  }

  private static FfmpegDecoders decoders() {
    return new FfmpegDecoders(settings(Duration.ofSeconds(60), 256L << 20));
  }

  private static Bytes packed(FfmpegCodec codec, int side) throws PixelDataException {
    int[] samples = new Random(1).ints((long) side * side, 0, 65_536).toArray();
    return codec.encodeJpeg2000(samples, new FfmpegCodec.Extent(side, side, 1), 16);
  }

  @Test
  void bringsBackWhatItEncodes() throws Exception {
    try (FfmpegDecoders decoders = decoders()) {
      FfmpegCodec codec = new FfmpegCodec(decoders);
      for (int seed = 0; seed < 40; seed++) {
        Raster raster = RandomRasters.of(new Random(seed), seed % 2 == 0 ? 8 : 16);
        Raster.Extent size = raster.extent();
        var extent = new FfmpegCodec.Extent(size.rows(), size.columns(), size.components());

        Bytes codestream = codec.encodeJpeg2000(raster.samples(), extent, raster.bits());

        assertThat(Jpeg2000Header.read(codestream).extent()).isEqualTo(size);
        assertThat(codec.decodeJpeg2000(codestream, extent).samples()).as("seed %d", seed)
            .isEqualTo(raster.samples());
      }
    }
  }

  // A child that takes too long ends itself, and the next frame gets a new one.
  @Test
  void endsAFrameThatTakesTooLong() throws Exception {
    Bytes frame;
    try (FfmpegDecoders patient = decoders()) {
      frame = packed(new FfmpegCodec(patient), 1500);
    }
    try (FfmpegDecoders hasty = new FfmpegDecoders(settings(Duration.ofMillis(50), 1L << 30))) {
      FfmpegCodec codec = new FfmpegCodec(hasty);
      for (int round = 0; round < 2; round++) {
        assertThatThrownBy(() ->
            codec.decodeJpeg2000(frame, new FfmpegCodec.Extent(1500, 1500, 1)))
            .isInstanceOf(PixelDataException.class)
            .hasMessage("the decoder process ended at the frame");
      }
    }
  }

  @Test
  void refusesAFrameThatTakesMoreMemoryThanItMay() throws Exception {
    try (FfmpegDecoders decoders = new FfmpegDecoders(
        settings(Duration.ofSeconds(60), 16L << 20))) {
      FfmpegCodec codec = new FfmpegCodec(decoders);
      assertThatThrownBy(() -> packed(codec, 2000)).isInstanceOf(PixelDataException.class);

      assertThat(packed(codec, 64).length()).isGreaterThan(64);
    }
  }

  @Test
  void survivesTheDeathOfAChild() throws Exception {
    try (FfmpegDecoders decoders = decoders()) {
      FfmpegCodec codec = new FfmpegCodec(decoders);
      Bytes before = packed(codec, 64);
      for (ProcessHandle child : children()) {
        child.destroyForcibly();
        child.onExit().get();
      }

      assertThat(packed(codec, 64)).isEqualTo(before);
    }
  }

  // What a frame could do that took its process over: compute and answer.
  @Test
  void leavesAChildNoFilesSocketsOrPrograms() throws Exception {
    try (FfmpegDecoders decoders = decoders()) {
      packed(new FfmpegCodec(decoders), 64);
      ProcessHandle child = children().getLast();

      String status = Files.readString(Path.of("/proc/" + child.pid() + "/status"));
      String limits = Files.readString(Path.of("/proc/" + child.pid() + "/limits"));
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + child.pid() + "/environ"));
      assertThat(status).containsPattern("Seccomp:\\s+2").containsPattern("NoNewPrivs:\\s+1");
      assertThat(limits).containsPattern("Max file size +0 ")
          .doesNotContainPattern("Max address space +unlimited");
      assertThat(new String(environment)).doesNotContain("HOME=");
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children()
        .filter(child -> child.info().commandLine().orElse("").contains("DecoderProcess"))
        .toList();
  }

  @Test
  void refusesWhatIsNoCodestream() {
    try (FfmpegDecoders decoders = decoders()) {
      FfmpegCodec codec = new FfmpegCodec(decoders);
      for (String bytes : List.of("", "00", "FF4F", "FF4FFF51", "FFFFFFFFFFFFFFFFFFFF")) {
        assertThatThrownBy(() ->
            codec.decodeJpeg2000(Bytes.hex(bytes), new FfmpegCodec.Extent(8, 8, 1)))
            .isInstanceOf(PixelDataException.class)
            .hasMessageStartingWith("FFmpeg can't take the frame: ");
        assertThatThrownBy(() ->
            codec.decodeVideo(Bytes.hex(bytes), new FfmpegCodec.Extent(8, 8, 3), 0))
            .isInstanceOf(PixelDataException.class)
            .hasMessageStartingWith("FFmpeg can't take the frame: ");
      }
    }
  }
}
