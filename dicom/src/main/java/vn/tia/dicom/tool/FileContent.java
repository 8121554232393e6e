package vn.tia.dicom.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.tia.dicom.data.BulkContent;
import vn.tia.dicom.data.Value;

/// Opens the long values of a file where they lie in it.
record FileContent(Path file) implements BulkContent {
  @Override
  public InputStream open(Value.Bulk bulk) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(bulk.offset());
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return new InputStream() {
      private long left = bulk.length();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        int got = left == 0 ? -1 : in.read(target, from, (int) Math.min(length, left));
        left -= Math.max(got, 0);
        return got;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
