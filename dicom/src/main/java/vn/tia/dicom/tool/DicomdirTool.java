package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.ReadProblem;
import vn.tia.dicom.io.Salvaged;
import vn.tia.dicom.media.Dicomdir;
import vn.tia.dicom.media.DirectoryBuilder;
import vn.tia.dicom.media.DirectoryRecord;
import vn.tia.dicom.media.FileId;

/// `dicomdir`: lists the directory of a file-set, or makes one for a folder.
final class DicomdirTool implements Tool {
  private static final String NAME = "DICOMDIR";
  private static final Option ID =
      Option.value("--id", "NAME", "the name of the file-set, up to 16 of A-Z, 0-9, _ and blank");
  private static final List<Tag> SHOWN = List.of(Tags.PATIENT_NAME, Tags.PATIENT_ID,
      Tags.STUDY_DATE, Tags.STUDY_DESCRIPTION, Tags.MODALITY, Tags.SERIES_NUMBER,
      Tags.SERIES_DESCRIPTION, Tags.INSTANCE_NUMBER);

  @Override
  public Manual manual() {
    return new Manual("dicomdir", "list a DICOMDIR, or make one for a folder",
        "list|make FOLDER", List.of(ID),
        """
        make takes every DICOM file under FOLDER whose name has up to 8 levels of up to 8
        characters of A-Z, 0-9 and _, as media ask for; the names of all others are told, and
        the exit code is 1.

        Examples:
          ./tia dicom dicomdir list /media/cdrom
          ./tia dicom dicomdir make --id EXPORT1 export
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> operands = arguments.operands(2, 2, "list or make, and a FOLDER");
    Path folder = Path.of(operands.getLast());
    return switch (operands.getFirst()) {
      case "list" -> list(Files.isDirectory(folder) ? folder.resolve(NAME) : folder, console);
      case "make" -> make(folder, id(arguments), console);
      default -> throw new UsageException("it takes list or make.");
    };
  }

  private static String id(Arguments arguments) throws UsageException {
    String id = arguments.value(ID).orElse("");
    if (!id.matches("[A-Z0-9_ ]{0,16}")) {
      throw new UsageException("--id has up to 16 characters of A-Z, 0-9, _ and blank.");
    }
    return id;
  }

  private static int list(Path file, Console console) throws IOException {
    Salvaged<Dicomdir> directory = Dicomdir.read(file);
    directory.value().records().forEach(record -> print(record, 0, console));
    for (ReadProblem problem : directory.problems()) {
      console.remark("tia dicom dicomdir: %s: %s.".formatted(file, problem));
    }
    return directory.isWhole() ? DicomTool.OK : DicomTool.FAILED;
  }

  private static void print(DirectoryRecord record, int depth, Console console) {
    String shown = SHOWN.stream()
        .flatMap(tag -> record.attributes().string(tag).stream())
        .map(Printable::of)
        .collect(Collectors.joining(" · "));
    String file = String.join("/", record.attributes().strings(Tags.REFERENCED_FILE_ID));
    console.out().println(("  ".repeat(depth) + Printable.of(record.type()) + " " + shown
        + (file.isEmpty() ? "" : "  " + Printable.of(file))).stripTrailing());
    record.children().forEach(child -> print(child, depth + 1, console));
  }

  private static int make(Path folder, String id, Console console) throws IOException {
    var builder = new DirectoryBuilder(id);
    int code = DicomTool.OK;
    int files = 0;
    for (Path file : files(folder)) {
      Optional<FileId> name = fileId(folder.relativize(file));
      if (name.isEmpty()) {
        console.remark("tia dicom dicomdir: %s: the name is none for media.".formatted(file));
        code = DicomTool.FAILED;
        continue;
      }
      try {
        DicomHeader header = DicomFile.readHeader(file);
        builder.add(name.get(), header.meta(), header.dataset());
        files++;
      } catch (IOException e) {
        console.remark("tia dicom dicomdir: %s: %s".formatted(file, Sentences.of(e)));
        code = DicomTool.FAILED;
      }
    }
    Dicomdir directory = builder.build();
    NewFile.write(folder.resolve(NAME), directory::write);
    console.say("%s: %d files".formatted(folder.resolve(NAME), files));
    return code;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals(NAME)
              && !file.getFileName().toString().startsWith("."))
          .sorted().toList();
    }
  }

  private static Optional<FileId> fileId(Path relative) {
    var components = new ArrayList<String>();
    relative.forEach(part -> components.add(part.toString()));
    return FileId.parse(components);
  }
}
