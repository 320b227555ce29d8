package dev.tally.server.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the class path of a server: its module's own classes and the jars that Maven resolved for
 * it.
 */
final class ClassPath {
  private ClassPath() {}

  /** Returns the class path of a module below {@code local-stack/} of the checkout. */
  static String of(Path home, String module) {
    Path target = home.resolve("local-stack").resolve(module).resolve("target");
    Path jars = target.resolve("classpath.txt");
    Path classes = target.resolve("classes");
    if (!Files.exists(jars) || !Files.isDirectory(classes)) {
      throw new StackException(
          jars + " is missing: run `mvn -q package -DskipTests` in " + home + " first.");
    }
    try {
      return classes + File.pathSeparator + Files.readString(jars).strip();
    } catch (IOException e) {
      throw new StackException(jars + " cannot be read.", e);
    }
  }

  /** Returns the root of the checkout, from the system property {@code tally.home}. */
  static Path home() {
    String home = System.getProperty("tally.home");
    if (home == null || home.isBlank()) {
      throw new StackException(
          "The system property tally.home is not set: start with ./tally, or add -Dtally.home=<root of the checkout>.");
    }
    return Path.of(home).toAbsolutePath();
  }
}
