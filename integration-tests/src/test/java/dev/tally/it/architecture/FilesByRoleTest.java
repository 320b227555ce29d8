package dev.tally.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The package-info of a large package of io lists all its files by role. */
class FilesByRoleTest {
  private static final int LARGE = 10;
  private static final Path SOURCES = Path.of("..", "io", "src", "main", "java");
  private static final String PACKAGE_INFO = "package-info";

  static Stream<Path> largePackages() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all
          .filter(Files::isDirectory)
          .filter(dir -> classes(dir).size() > LARGE)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("largePackages")
  void listsEveryFile(Path directory) throws IOException {
    String text = Files.readString(directory.resolve(PACKAGE_INFO + ".java"));
    assertThat(classes(directory))
        .allSatisfy(name -> assertThat(text).containsPattern("\\b" + name + "\\b"));
  }

  private static List<String> classes(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".java") && !name.startsWith(PACKAGE_INFO))
          .map(name -> name.replace(".java", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
