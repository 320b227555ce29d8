package dev.tally.server.stack;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Connects to Hive with its JDBC driver. The driver has a class path of its own, so that none of
 * its roughly 300 jars is on Tally's class path.
 */
public final class HiveJdbc {
  private HiveJdbc() {}

  /**
   * Connects to a HiveServer2.
   *
   * @param url e.g. {@code jdbc:hive2://127.0.0.1:10000/default;auth=noSasl}
   * @throws SQLException if it cannot be reached
   */
  public static Connection connect(String url) throws SQLException {
    Connection connection = Loaded.DRIVER.connect(url, new Properties());
    if (connection == null) {
      throw new SQLException(
          url + " is not the URL of a HiveServer2: it must begin with jdbc:hive2://");
    }
    return connection;
  }

  /** Loads the driver on first use. */
  private static final class Loaded {
    private static final Driver DRIVER = load();

    private static Driver load() {
      try {
        // Never closed: the driver is used as long as this JVM lives.
        @SuppressWarnings("resource")
        ClassLoader hive =
            new URLClassLoader("hive-jdbc", urls(), ClassLoader.getPlatformClassLoader());
        return (Driver)
            hive.loadClass("org.apache.hive.jdbc.HiveDriver")
                .getDeclaredConstructor()
                .newInstance();
      } catch (ReflectiveOperationException | MalformedURLException e) {
        throw new StackException("Hive's JDBC driver cannot be loaded.", e);
      }
    }

    private static URL[] urls() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String jar : ClassPath.of(ClassPath.home(), "hive").split(File.pathSeparator, -1)) {
        urls.add(Path.of(jar).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }
  }
}
