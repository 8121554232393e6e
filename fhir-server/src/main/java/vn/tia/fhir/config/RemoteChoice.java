package vn.tia.fhir.config;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import vn.tia.bridge.remote.DicomWebArchive;
import vn.tia.bridge.remote.DimseArchive;
import vn.tia.bridge.remote.RemoteArchive;
import vn.tia.bridge.remote.RemoteStudies;
import vn.tia.bridge.remote.StudyCache;
import vn.tia.bridge.retrieve.Destination;
import vn.tia.dicom.net.Tls;

/// Other archives that are asked beside ours, and the cache of what they hold.
///
/// @param patience how long their answers are waited for
/// @param fresh how long a copy is taken for the same as the original
/// @param lease how long who reads a copy counts on it
public record RemoteChoice(
    List<Archive> archives,
    List<PrefetchSettings> prefetch,
    @DefaultValue("5s") Duration patience,
    @DefaultValue("1000") int matchesMax,
    @DefaultValue("10m") Duration fresh,
    @DefaultValue("50GB") DataSize cacheMax,
    @DefaultValue("1h") Duration lease,
    @DefaultValue("4") int fetchesMax) {

  public RemoteChoice {
    archives = archives == null ? List.of() : List.copyOf(archives);
    prefetch = prefetch == null ? List.of() : List.copyOf(prefetch);
  }

  /// Refuses archives of no facility, and one named twice.
  void check(Set<String> facilityCodes) {
    var names = new HashSet<String>();
    for (var archive : archives) {
      if (!names.add(archive.facility() + " " + archive.title())) {
        throw new IllegalArgumentException(
            "tia.remote.archives names " + archive.title() + " twice");
      }
      if (!facilityCodes.contains(archive.facility())) {
        throw new IllegalArgumentException(
            "tia.remote.archives: %s is for the facility %s, which is not in tia.facilities"
                .formatted(archive.title(), archive.facility()));
      }
      if (archive.url().isBlank() == archive.host().isBlank()) {
        throw new IllegalArgumentException(
            "tia.remote.archives: %s needs either a url (DICOMweb) or a host (DIMSE)"
                .formatted(archive.title()));
      }
    }
  }

  /// An archive: by DICOMweb where it has a `url`, else by DIMSE.
  ///
  /// @param name of one by DICOMweb
  /// @param url the address before `/studies`
  /// @param facility whose callers see what it holds
  public record Archive(
      @DefaultValue("") String name,
      @DefaultValue("") String url,
      @DefaultValue("") String user,
      @DefaultValue("") String password,
      @DefaultValue("") String aeTitle,
      @DefaultValue("") String host,
      @DefaultValue("104") int port,
      @DefaultValue("") String facility,
      @DefaultValue("") String tlsBundle) {

    String title() {
      return name.isBlank() ? aeTitle : name;
    }

    /// Without what lets somebody in.
    @Override
    public String toString() {
      return "Archive[" + title() + "]";
    }

    RemoteArchive open(String ownAe, Duration patience, Function<String, SSLContext> tls) {
      var context = Optional.of(tlsBundle).filter(bundle -> !bundle.isBlank()).map(tls);
      return url.isBlank()
          ? new DimseArchive(new Destination(aeTitle, host, port, facility,
              context.map(one -> new Tls(one, Tls.PeerCertificate.REQUIRED))), ownAe, patience)
          : new DicomWebArchive(new DicomWebArchive.Place(title(), URI.create(base()),
              Optional.of(user + ":" + password).filter(_ -> !user.isBlank()), context), patience);
    }

    private String base() {
      return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
  }

  RemoteStudies.Settings settings() {
    return new RemoteStudies.Settings(patience, matchesMax, fresh);
  }

  StudyCache.Limits limits() {
    return new StudyCache.Limits(cacheMax.toBytes(), lease, fetchesMax);
  }
}
