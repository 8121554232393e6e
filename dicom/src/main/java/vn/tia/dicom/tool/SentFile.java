package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;

/// A file to be sent, and the presentation context that it needs.
record SentFile(
    Path path, String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {

  /// What a file says of itself.
  ///
  /// @throws IOException if it is no DICOM file, or doesn't say what it is
  static SentFile of(Path path) throws IOException {
    DicomHeader header = DicomFile.readHeader(path);
    String sopClass = uid(header, Tags.SOP_CLASS_UID, header.meta().sopClass());
    String instance = uid(header, Tags.SOP_INSTANCE_UID, header.meta().sopInstance());
    return new SentFile(path, sopClass, instance, header.meta().syntax().uid().value());
  }

  private static String uid(DicomHeader header, Tag tag, Optional<String> meta)
      throws IOException {
    return header.dataset().string(tag)
        .or(() -> meta)
        .flatMap(Uid::parse)
        .map(Uid::value)
        .orElseThrow(() -> new IOException("the file has no UID in " + tag));
  }

  /// The files that words name, folders with all files under them.
  ///
  /// @throws IOException if there is no such file or folder
  static List<Path> under(List<String> words) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String word : words) {
      Path path = Path.of(word);
      if (!Files.isDirectory(path)) {
        path.getFileSystem().provider().checkAccess(path);
        files.add(path);
        continue;
      }
      try (Stream<Path> all = Files.walk(path)) {
        all.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
