package vn.tia.bench.serve;

import java.io.IOException;

/// Who asks a server over one connection of its own.
interface Answering extends AutoCloseable {
  @Override
  void close() throws IOException;
}
