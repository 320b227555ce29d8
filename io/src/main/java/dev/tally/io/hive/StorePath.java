package dev.tally.io.hive;

/** Compares paths, which the metastore may spell in different ways. */
final class StorePath {
  private StorePath() {}

  /**
   * Returns true if both paths name the same directory, e.g. {@code file:/t/}, {@code file:///t}
   * and {@code /t}.
   */
  static boolean same(String one, String other) {
    return normal(one).equals(normal(other));
  }

  static boolean isBelow(String path, String directory) {
    return normal(path).startsWith(normal(directory) + "/");
  }

  private static String normal(String path) {
    String local = path.startsWith("file:") ? path.replaceFirst("^file:/*", "/") : path;
    return local.endsWith("/") ? local.substring(0, local.length() - 1) : local;
  }
}
