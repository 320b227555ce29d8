package dev.tally.it.pinot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy that cuts all connections to a server when a given number of bytes has passed in both
 * directions together, either once or permanently.
 */
final class CuttingProxy implements AutoCloseable {
  private final URI target;
  private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private long passed;
  private long cutAfter = Long.MAX_VALUE;
  private boolean forGood;
  private boolean cut;

  CuttingProxy(URI target) throws IOException {
    this.target = target;
    threads.execute(this::serve);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + entry.getLocalPort());
  }

  /** Cuts the connections when this many more bytes have passed. */
  synchronized void cutAfter(long bytes, boolean stayAway) {
    passed = 0;
    cut = false;
    cutAfter = bytes;
    forGood = stayAway;
  }

  synchronized long passed() {
    return passed;
  }

  synchronized boolean hasCut() {
    return cut;
  }

  private void serve() {
    try {
      while (true) {
        Socket client = entry.accept();
        if (isAway()) {
          client.close();
        } else {
          Socket server = new Socket(target.getHost(), target.getPort());
          open.add(client);
          open.add(server);
          threads.execute(() -> pump(client, server));
          threads.execute(() -> pump(server, client));
        }
      }
    } catch (IOException closed) {
      cutAll();
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[512];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int pass = allowed(n);
        out.write(buffer, 0, pass);
        if (pass < n) {
          cutAll();
        }
      }
    } catch (IOException gone) {
      // Either end may close its connection at any time; the other end then notices it.
    } finally {
      open.remove(from);
    }
  }

  private synchronized int allowed(int bytes) {
    passed += bytes;
    if (isAway()) {
      return 0;
    }
    if (cut || passed <= cutAfter) {
      return bytes;
    }
    cut = true;
    return (int) Math.max(0, bytes - (passed - cutAfter));
  }

  private synchronized boolean isAway() {
    return cut && forGood;
  }

  private void cutAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    threads.shutdown();
  }
}
