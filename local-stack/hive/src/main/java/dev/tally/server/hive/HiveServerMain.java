package dev.tally.server.hive;

import dev.tally.server.life.StandardInput;
import java.io.IOException;
import org.apache.hive.service.server.HiveServer2;

/**
 * Runs a HiveServer2, which executes its queries with Tez in this JVM, until SIGTERM.
 *
 * <p>Input: the directory with its {@code hive-site.xml}. With the system property {@code
 * tally.exitWithParent=true} it stops when its standard input ends.
 */
public final class HiveServerMain {
  private HiveServerMain() {}

  public static void main(String[] args) throws IOException {
    StandardInput.exitWithIt();
    Configuration.in(args);
    HiveServer2.main(new String[0]);
  }
}
