package dev.tally.server.stack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the metastore lists the database {@code default}: then its schema exists and can be
 * read.
 *
 * <p>It encodes one call in Thrift's binary protocol by hand, so that no Hive client is needed
 * here.
 */
final class MetastoreHealthCheck {
  private static final int CALL = 0x80010001;
  private static final int REPLY = 0x80010002;
  private static final String METHOD = "get_all_databases";
  private static final int LIST = 15;
  private static final int MOST_BYTES = 1 << 20;

  private MetastoreHealthCheck() {}

  static void check(int port, Duration atMost) throws UnhealthyException {
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(atMost.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      ask(new DataOutputStream(socket.getOutputStream()));
      List<String> databases = answer(new DataInputStream(socket.getInputStream()));
      if (!databases.contains("default")) {
        throw new UnhealthyException("the metastore lists only the databases " + databases, null);
      }
    } catch (IOException e) {
      throw new UnhealthyException("the metastore does not list its databases", e);
    }
  }

  private static void ask(DataOutputStream out) throws IOException {
    out.writeInt(CALL);
    out.writeInt(METHOD.length());
    out.writeBytes(METHOD);
    out.writeInt(0); // The sequence number of this call.
    out.writeByte(0); // The end of the arguments; there are none.
    out.flush();
  }

  /** Reads a reply, whose field 0 is a list of strings. An error is a reply with another field. */
  private static List<String> answer(DataInputStream in) throws IOException {
    if (in.readInt() != REPLY || !string(in).equals(METHOD) || in.readInt() != 0) {
      throw new IOException("The reply belongs to another call");
    }
    if (in.readByte() != LIST || in.readShort() != 0 || in.readByte() < 0) {
      throw new IOException("The reply is an error");
    }
    List<String> found = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      found.add(string(in));
    }
    return found;
  }

  private static String string(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("The reply contains a string of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
