package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import vn.tia.bridge.web.MediaRange;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.media.DirectoryBuilder;
import vn.tia.dicom.media.FileId;
import vn.tia.records.studies.InstanceSelection.Selected;
import vn.tia.records.studies.StoredInstance;

/// A ZIP archive of instances with their DICOMDIR, written as it is sent (PS3.12 annex V): a disc
/// for a patient, a folder for whoever has no workstation.
final class StudyZip {

  private static final int CHUNK = 100;

  private final WadoParts parts;
  private final Map<String, Integer> series = new LinkedHashMap<>();

  StudyZip(WadoParts parts) {
    this.parts = parts;
  }

  void send(List<StoredInstance> found, MediaRange range, HttpServletResponse response)
      throws IOException {
    var directory = new DirectoryBuilder("TIA");
    response.setContentType("application/zip");
    response.setHeader("Content-Disposition", "attachment; filename=\"study.zip\"");
    var zip = new ZipOutputStream(response.getOutputStream());
    // Pixels that are compressed already don't shrink, and others are sent once.
    zip.setLevel(Deflater.BEST_SPEED);
    int number = 0;
    for (int i = 0; i < found.size(); i += CHUNK) {
      for (var selected : parts.corrected(found.subList(i, Math.min(i + CHUNK, found.size())))) {
        number++;
        add(selected, number, range, zip, directory);
      }
    }
    zip.putNextEntry(new ZipEntry("DICOMDIR"));
    directory.build().write(zip);
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }

  private void add(Selected selected, int number, MediaRange range, ZipOutputStream zip,
      DirectoryBuilder directory) throws IOException {
    var instance = selected.instance();
    var syntax = Syntaxes.of(instance, range).orElseThrow(WebException::notFound);
    int place = series.computeIfAbsent(instance.uids().series(), _ -> series.size() + 1);
    var id = FileId.of("DICOM", "SE%06d".formatted(place), "IM%06d".formatted(number));
    var header = parts.studies().header(instance).dataset().apply(selected.corrections());
    directory.add(id, FileMetaInformation.of(
        syntax, instance.sopClassUid(), instance.uids().instance()), header);
    var file = parts.outgoing().file(selected, syntax);
    try (var in = file.bytes()) {
      zip.putNextEntry(new ZipEntry(id.toString()));
      Sending.copy(in, file.length(), zip);
      zip.closeEntry();
    }
  }
}
