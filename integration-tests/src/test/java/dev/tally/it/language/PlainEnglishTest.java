package dev.tally.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The prose of the repository uses the words of the field, not those of the dictionary. */
class PlainEnglishTest {
  private static final Path ROOT = root();

  /** A word of the dictionary, and what to write instead. */
  private record Entry(Pattern word, String instead) {}

  private static final List<Entry> DICTIONARY =
      lines("dictionary.txt").stream()
          .map(line -> line.split("\t"))
          .map(PlainEnglishTest::entry)
          .toList();

  private static final Pattern ALLOWED =
      Pattern.compile(
          "\\b(" + String.join("|", lines("allowed.txt")) + ")\\b", Pattern.CASE_INSENSITIVE);

  @Test
  void noCommentPageOrMessageUsesAWordOfTheDictionary() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      Prose.of(ROOT, file).forEach(line -> found.addAll(findings(line)));
    }
    assertThat(found)
        .withFailMessage(
            () -> "%d words to replace:%n%s".formatted(found.size(), String.join("\n", found)))
        .isEmpty();
  }

  @Test
  void findsAWordInACommentAStringAndAPage_butNotInCode() {
    String java =
        """
        /** A row that stands\n * twice. */
        class A { String stands = "told '\\"' twice"; char c = '"'; } // any more {@code gives}
        """;
    assertThat(Prose.ofJava("A.java", java).stream().flatMap(p -> findings(p).stream()))
        .hasSize(3)
        .allMatch(finding -> finding.matches("(?s)A.java:[13]: .*"));
    String page = "A `gives`.\\n```\\ngives\\n```\\nIt gives up, and gives\\n".translateEscapes();
    assertThat(Prose.ofPage("a.md", page).stream().flatMap(p -> findings(p).stream()))
        .singleElement()
        .asString()
        .startsWith("a.md:5: \"gives\"");
  }

  @Test
  void readsTheWholeRepository() throws IOException {
    assertThat(files().stream().map(file -> ROOT.relativize(file).toString()))
        .contains("README.md", "CHANGELOG.md", "tally")
        .anyMatch(name -> name.startsWith("docs/adr/"))
        .anyMatch(name -> name.startsWith("transforms/src/main/java/"))
        .anyMatch(name -> name.startsWith("io/src/test/java/"))
        .hasSizeGreaterThan(700);
  }

  private static List<String> findings(Prose line) {
    String text = ALLOWED.matcher(line.text()).replaceAll("");
    return DICTIONARY.stream()
        .flatMap(
            entry ->
                entry
                    .word()
                    .matcher(text)
                    .results()
                    .map(
                        word ->
                            "%s: \"%s\" (%s) in: %s"
                                .formatted(
                                    line.place(), word.group(), entry.instead(), line.text())))
        .toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> isProse(ROOT.relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isProse(Path file) {
    String name = file.toString();
    boolean ours =
        Stream.of("target", ".git", ".tally", "language")
            .noneMatch(part -> Stream.of(name.split("/")).anyMatch(part::equals));
    return ours && (name.endsWith(".java") || name.endsWith(".md") || name.equals("tally"));
  }

  private static Entry entry(String[] columns) {
    return new Entry(
        Pattern.compile("\\b(" + columns[0] + ")\\b", Pattern.CASE_INSENSITIVE), columns[1]);
  }

  private static List<String> lines(String resource) {
    try (var in = PlainEnglishTest.class.getResourceAsStream("/language/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("tally"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
