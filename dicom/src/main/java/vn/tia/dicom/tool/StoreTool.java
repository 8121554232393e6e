package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.NoContextException;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StatusTable;

/// `store`: sends files and folders to a peer (C-STORE).
final class StoreTool implements Tool {
  private static final Option VERBOSE = Option.flag("--verbose", "print a line for each file");

  @Override
  public Manual manual() {
    return new Manual("store", "send files and folders (C-STORE)",
        Peer.OPERAND + " FILE|FOLDER...", Peer.and(VERBOSE),
        """
        Files are sent as they are, in their own transfer syntax. What in a folder is no DICOM file
        is passed over. The exit code is 1 unless every instance was stored.

        Example:
          ./tia dicom store --calling CT1 --called TIA localhost:11112 study/
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> operands =
        arguments.operands(2, Integer.MAX_VALUE, Peer.OPERAND + " and files or folders");
    ClientSettings settings = Peer.settings(operands.getFirst(), arguments);
    var run = new Run(console, arguments.has(VERBOSE));
    List<SentFile> files = run.read(operands.subList(1, operands.size()));
    for (Batch batch : Batch.of(files)) {
      run.send(batch, settings);
    }
    console.out().println(run.summary());
    return run.failed == 0 && run.stored > 0 ? DicomTool.OK : DicomTool.FAILED;
  }

  /// The sending of one command line, with its counts.
  private static final class Run {
    private final Console console;
    private final boolean isVerbose;
    private int stored;
    private int warned;
    private int failed;
    private int passedOver;

    Run(Console console, boolean isVerbose) {
      this.console = console;
      this.isVerbose = isVerbose;
    }

    /// What a file was named for must be a DICOM file; what merely lies in a folder needn't.
    List<SentFile> read(List<String> words) throws IOException {
      List<SentFile> files = new ArrayList<>();
      for (Path path : SentFile.under(words)) {
        try {
          files.add(SentFile.of(path));
        } catch (IOException e) {
          if (words.contains(path.toString())) {
            failed(path, Sentences.of(e));
          } else {
            passedOver++;
            if (isVerbose) {
              console.remark("%s: passed over: %s".formatted(path, Sentences.of(e)));
            }
          }
        }
      }
      return files;
    }

    void send(Batch batch, ClientSettings settings) {
      int done = 0;
      try (Association association = Peer.open(batch.proposed(settings))) {
        for (SentFile file : batch.files()) {
          send(file, association);
          done++;
        }
      } catch (IOException e) {
        console.remark("the association failed: " + Sentences.of(e));
        for (SentFile file : batch.files().subList(done, batch.files().size())) {
          failed(file.path(), "not sent.");
        }
      }
    }

    private void send(SentFile file, Association association) throws IOException {
      try {
        told(file.path(), association.store(file.path()));
      } catch (NoContextException _) {
        failed(file.path(), "the peer takes no %s as %s.".formatted(
            UidRegistry.nameOf(file.sopClassUid()),
            UidRegistry.nameOf(file.transferSyntaxUid())));
      }
    }

    private void told(Path path, Status status) {
      if (status.isFailure() || status.isCancel()) {
        failed(path, Statuses.of(status, StatusTable.STORE));
        return;
      }
      stored++;
      if (status.isWarning()) {
        warned++;
        console.remark("%s: stored, but: %s".formatted(
            path, Statuses.of(status, StatusTable.STORE)));
      } else if (isVerbose) {
        console.say(path + ": stored");
      }
    }

    private void failed(Path path, String why) {
      failed++;
      console.remark("%s: %s".formatted(path, why));
    }

    String summary() {
      return "%d stored (%d with a warning), %d failed, %d passed over".formatted(
          stored, warned, failed, passedOver);
    }
  }
}
