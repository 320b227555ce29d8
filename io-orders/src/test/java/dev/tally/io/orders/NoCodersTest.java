package dev.tally.io.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.jupiter.api.Test;

/**
 * Checks that savepoints contain no bytes that this module encodes: it is a client, without coders
 * and steps. If it gets a coder, it also needs a golden file of encoded bytes, as {@code io} has.
 */
class NoCodersTest {
  @Test
  void theModuleHasNoCoderAndNoStep() throws Exception {
    Path classes =
        Path.of(OrderApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> scanned = new ArrayList<>();
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        Class<?> type = Class.forName(name, false, OrderApi.class.getClassLoader());
        scanned.add(name);
        if (Coder.class.isAssignableFrom(type) || DoFn.class.isAssignableFrom(type)) {
          found.add(name);
        }
      }
    }
    assertThat(scanned).contains(OrderApi.class.getName(), DetailsJson.class.getName());
    assertThat(found).isEmpty();
  }
}
