package dev.tally.life;

import java.io.IOException;
import java.io.OutputStream;

/** Ties this JVM to whoever holds the other end of its standard input. */
public final class StandardInput {
  private StandardInput() {}

  /**
   * Exits when standard input ends, if the system property {@code tally.exitWithParent} says so.
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
                // As good as the end of the stream.
              }
              System.exit(0);
            },
            "exit-with-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
