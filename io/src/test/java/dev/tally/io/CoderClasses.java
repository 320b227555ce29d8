package dev.tally.io;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;

/** Finds the coders of this module by scanning its compiled classes. */
final class CoderClasses {
  private static final String ROOT = "dev.tally.io.";

  private CoderClasses() {}

  /** Returns the class name without the package of the module, for example {@code kafka.X}. */
  static String nameOf(Class<?> coder) {
    return coder.getName().substring(ROOT.length());
  }

  /** Returns the names of all coders that can be instantiated, nested and private ones too. */
  static SortedSet<String> names(Class<?> anyClassOfTheModule) throws Exception {
    Path classes = classesOf(anyClassOfTheModule);
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        Class<?> found = Class.forName(name, false, anyClassOfTheModule.getClassLoader());
        if (Coder.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers())) {
          names.add(nameOf(found));
        }
      }
    }
    return names;
  }

  private static Path classesOf(Class<?> anyClassOfTheModule)
      throws URISyntaxException, IOException {
    Path path =
        Path.of(anyClassOfTheModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(path)) {
      throw new IOException("expected the directory of compiled classes, found " + path);
    }
    return path;
  }
}
