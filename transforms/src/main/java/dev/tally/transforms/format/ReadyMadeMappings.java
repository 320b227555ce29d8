package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The mappings of well-known systems that come with Tally. A user copies one to a file and sets
 * what only the user knows, for example the region.
 */
public final class ReadyMadeMappings {
  private static final List<String> NAMES =
      List.of(
          "appsflyer",
          "criteo",
          "csv",
          "debezium-orders",
          "google-ad-manager",
          "segment",
          "segment-batch",
          "snowplow");

  private ReadyMadeMappings() {}

  /** Returns the names, for example {@code segment}, in alphabetical order. */
  public static List<String> names() {
    return NAMES;
  }

  /** Returns the file of a mapping. */
  public static String text(String name) {
    return resource(name, ".yaml");
  }

  /** Returns lines in the format that a mapping reads. */
  public static String sample(String name) {
    return resource(name, ".sample");
  }

  /** Returns the first comment of a mapping's file, which names what it reads. */
  public static String title(String name) {
    return text(name).lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
  }

  private static String resource(String name, String suffix) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no ready-made mapping \"%s\": use one of %s"
              .formatted(name, String.join(", ", NAMES)));
    }
    try (InputStream in = ReadyMadeMappings.class.getResourceAsStream(name + suffix)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource " + name + suffix + " is missing: build again");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
