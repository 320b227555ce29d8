package dev.tally.server.life;

import java.io.IOException;
import java.io.OutputStream;

/** Ends this JVM when the process that holds the other end of its standard input ends. */
public final class StandardInput {
  private StandardInput() {}

  /**
   * Exits when standard input ends, if the system property {@code tally.exitWithParent} is true.
   */
  public static void exitWithIt() {
    if (!Boolean.getBoolean("tally.exitWithParent")) {
      return;
    }
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException closed) {
                // Equivalent to the end of the stream.
              }
              System.exit(0);
            },
            "exit-with-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
