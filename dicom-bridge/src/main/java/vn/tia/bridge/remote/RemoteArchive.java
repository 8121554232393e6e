package vn.tia.bridge.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import vn.tia.dicom.data.Dataset;

/// Another archive, asked for what it holds.
///
/// Used by many threads at once; each call is a conversation of its own.
public interface RemoteArchive {

  /// Its name in the settings and the log.
  String name();

  /// What matches a question there; never more than the question's limit.
  ///
  /// @throws IOException if it can't be asked, or doesn't answer the question
  List<Dataset> find(RemoteQuestion question) throws IOException;

  /// Has a study given instance by instance.
  ///
  /// @return how many were given
  /// @throws IOException if not all of the study was given
  int retrieve(String studyUid, Taker taker) throws IOException;

  /// Takes instances as they come.
  interface Taker {

    /// A data set in a transfer syntax, its UIDs told beside it.
    void dataset(String sopClassUid, String sopInstanceUid, String transferSyntaxUid,
        InputStream dataset) throws IOException;

    /// A DICOM file (PS3.10).
    void file(InputStream file) throws IOException;
  }
}
