package vn.tia.fhir.operations.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.tia.records.exports.ExportFile;
import vn.tia.records.exports.ExportFile.Kind;

/// Writes the files of one export: appends to the last one of a type, begins the next one where
/// that is full, and cuts off what is not known to be durable.
final class ExportWriter {
  private final UUID id;
  private final ExportSettings settings;
  private final List<ExportFile> files;

  ExportWriter(UUID id, ExportSettings settings, List<ExportFile> files) {
    this.id = id;
    this.settings = settings;
    this.files = new ArrayList<>(files);
  }

  /// Appends lines, and answers the files that have grown, once they are durable.
  List<ExportFile> append(Kind kind, String type, List<String> lines) throws IOException {
    var grown = new ArrayList<ExportFile>();
    for (int from = 0; from < lines.size(); ) {
      var file = open(kind, type);
      var room = settings.limits().fileResources() - file.lines();
      var to = (int) Math.min(lines.size(), from + room);
      var longer = append(file, lines.subList(from, to));
      files.removeIf(one -> one.number() == file.number());
      files.add(longer);
      grown.add(longer);
      from = to;
    }
    return grown;
  }

  private ExportFile open(Kind kind, String type) {
    return files.stream()
        .filter(one -> one.kind() == kind && one.type().equals(type))
        .filter(one -> one.lines() < settings.limits().fileResources())
        .findFirst()
        .orElseGet(() -> new ExportFile(1 + files.stream().mapToInt(ExportFile::number)
            .max().orElse(0), kind, type, 0, 0));
  }

  private ExportFile append(ExportFile file, List<String> lines) throws IOException {
    var bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    var path = settings.file(id, file.number());
    var isNew = Files.notExists(path);
    try (var channel = FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // A crash may have left more than was noted.
      channel.truncate(file.bytes());
      channel.position(file.bytes());
      for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    if (isNew) {
      forceDirectory();
    }
    return new ExportFile(file.number(), file.kind(), file.type(), file.lines() + lines.size(),
        file.bytes() + bytes.length);
  }

  private void forceDirectory() throws IOException {
    try (var channel = FileChannel.open(settings.directory(id), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
