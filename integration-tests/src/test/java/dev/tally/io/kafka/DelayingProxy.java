package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A proxy in front of a Kafka broker that delays one request, as a network or an overloaded broker
 * may: it holds the request back, closes the client's connection, and delivers the request later on
 * the connection to the broker, which has stayed open. It passes on all other requests and
 * responses.
 */
final class DelayingProxy implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  /** In a request, after the API key and its version. */
  private static final int CORRELATION_ID_AT = 4;

  private final int brokerPort;
  private final ServerSocket entry;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Hold> next = new AtomicReference<>();

  DelayingProxy(int port, int brokerPort) throws IOException {
    this.entry = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.brokerPort = brokerPort;
    threads.execute(this::serve);
  }

  /** One delayed request. */
  static final class Hold {
    private final ApiKeys api;
    private final String name;
    private final CountDownLatch delivery = new CountDownLatch(1);
    private final CompletableFuture<Integer> heldCorrelationId = new CompletableFuture<>();
    private final CompletableFuture<Void> response = new CompletableFuture<>();

    private Hold(ApiKeys api, String name) {
      this.api = api;
      this.name = name;
    }

    /** Waits until the proxy holds the request. */
    void awaitHeld() throws Exception {
      heldCorrelationId.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Delivers the request and waits for the broker's response, which no client receives. */
    void deliver() throws Exception {
      awaitHeld();
      delivery.countDown();
      response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private boolean isOf(byte[] request) {
      return ByteBuffer.wrap(request).getShort() == api.id
          && new String(request, ISO_8859_1).contains(name);
    }

    private boolean isAnsweredBy(byte[] responseFrame) {
      return delivery.getCount() == 0
          && ByteBuffer.wrap(responseFrame).getInt() == heldCorrelationId.join();
    }
  }

  /** Returns the address that clients connect to and that the broker must advertise. */
  String address() {
    return "127.0.0.1:" + entry.getLocalPort();
  }

  /**
   * Delays the next request of a kind, on any connection.
   *
   * @param name a text that the request must contain, for example the name of a topic
   */
  Hold holdNext(ApiKeys api, String name) {
    Hold hold = new Hold(api, name);
    next.set(hold);
    return hold;
  }

  private void serve() {
    try {
      while (true) {
        connect(entry.accept());
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
      open.add(client);
      open.add(broker);
      AtomicReference<Hold> held = new AtomicReference<>();
      threads.execute(() -> passRequests(client, broker, held));
      threads.execute(() -> passResponses(broker, client, held));
    } catch (ConnectException brokerIsDown) {
      client.close();
    }
  }

  private void passRequests(Socket client, Socket broker, AtomicReference<Hold> held) {
    try (broker) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(broker.getOutputStream());
      while (true) {
        byte[] frame = read(in);
        Hold hold = next.get();
        if (hold != null && hold.isOf(frame) && next.compareAndSet(hold, null)) {
          held.set(hold);
          client.close();
          hold.heldCorrelationId.complete(ByteBuffer.wrap(frame).getInt(CORRELATION_ID_AT));
          hold.delivery.await();
          write(out, frame);
          hold.response.join();
          return;
        }
        write(out, frame);
      }
    } catch (IOException gone) {
      // Either end may close its connection at any time; the other end then notices it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void passResponses(Socket broker, Socket client, AtomicReference<Hold> held) {
    try (client) {
      DataInputStream in = new DataInputStream(broker.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] frame = read(in);
        Hold hold = held.get();
        if (hold == null) {
          writeUnlessClosed(out, frame);
        } else if (hold.isAnsweredBy(frame)) {
          hold.response.complete(null);
        }
      }
    } catch (IOException gone) {
      // Either end may close its connection at any time; the other end then notices it.
    }
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  private static void write(DataOutputStream out, byte[] frame) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + frame.length);
    out.write(all.putInt(frame.length).put(frame).array());
    out.flush();
  }

  /** A client whose connection is closed misses earlier responses too. */
  private static void writeUnlessClosed(DataOutputStream client, byte[] frame) {
    try {
      write(client, frame);
    } catch (IOException closed) {
      // passRequests closes the connection to the broker, unless it holds a request.
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    threads.shutdownNow();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
