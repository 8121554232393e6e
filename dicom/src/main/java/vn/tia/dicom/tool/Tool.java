package vn.tia.dicom.tool;

import java.io.IOException;

/// One command of `./tia dicom`. It keeps no state, so that one object serves every call.
interface Tool {

  /// What it does and takes.
  Manual manual();

  /// Does it, and returns the exit code.
  ///
  /// @throws UsageException if the arguments don't go together
  /// @throws IOException if a peer or a file says no
  int run(Arguments arguments, Console console) throws IOException, UsageException;
}
