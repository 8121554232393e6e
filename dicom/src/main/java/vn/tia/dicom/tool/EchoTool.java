package vn.tia.dicom.tool;

import java.io.IOException;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Status;
import vn.tia.dicom.net.StatusTable;

/// `echo`: asks a peer whether it is there (C-ECHO).
final class EchoTool implements Tool {
  private static final Option REPEAT =
      Option.value("--repeat", "N", "how often to ask, on one association (1)");
  private static final int REPEAT_MAX = 1_000_000;

  @Override
  public Manual manual() {
    return new Manual("echo", "ask a device whether it is there (C-ECHO)", Peer.OPERAND,
        Peer.and(REPEAT),
        """
        Example:
          ./tia dicom echo --called PACS 10.1.2.3:11112
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String peer = arguments.operands(1, 1, "one " + Peer.OPERAND).getFirst();
    int times = arguments.number(REPEAT, 1, REPEAT_MAX).orElse(1);
    ClientSettings settings =
        Peer.settings(peer, arguments).propose(Uids.VERIFICATION.value());
    try (Association association = Peer.open(settings)) {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        Status status = association.echo();
        double milliseconds = (System.nanoTime() - start) / 1e6;
        console.say("%s at %s: %s, %.1f ms".formatted(
            settings.calledAe(), peer, Statuses.of(status, StatusTable.GENERAL), milliseconds));
        if (!status.isSuccess()) {
          return DicomTool.FAILED;
        }
      }
    }
    return DicomTool.OK;
  }
}
