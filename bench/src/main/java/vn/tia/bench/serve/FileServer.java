package vn.tia.bench.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.bench.Peer;

/// Debian's nginx on a folder of files: what the machine gives over HTTP at most.
final class FileServer {
  private FileServer() {}

  /// Starts it, empty where it isn't installed. Started by root its workers are root's too, so that
  /// they may read the folder; by another, that line is passed over.
  static Optional<Peer> start(Path folder) throws Exception {
    Optional<Path> program = Peer.installed("nginx");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = Peer.freePort();
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, """
        user root;
        daemon off;
        worker_processes 2;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 256; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000;
          client_body_temp_path %1$s/t1;
          proxy_temp_path %1$s/t2;
          fastcgi_temp_path %1$s/t3;
          uwsgi_temp_path %1$s/t4;
          scgi_temp_path %1$s/t5;
          server { listen 127.0.0.1:%2$d; root %1$s; }
        }
        """.formatted(folder, port));
    return Optional.of(Peer.start(port, folder.resolve("log"), List.of(program.get().toString(),
        "-p", folder.toString(), "-c", settings.toString())));
  }
}
