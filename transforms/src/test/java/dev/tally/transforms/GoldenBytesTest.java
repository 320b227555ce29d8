package dev.tally.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.aggregate.AggregateCoderSamples;
import dev.tally.transforms.attribute.AttributeCoderSamples;
import dev.tally.transforms.budget.BudgetCoderSamples;
import dev.tally.transforms.dedup.DedupCoderSamples;
import dev.tally.transforms.enrich.EnrichCoderSamples;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.ModelCoderSamples;
import dev.tally.transforms.reach.ReachCoderSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares what each coder writes with the golden file {@code golden-bytes.txt}. Savepoints contain
 * these bytes, so a line may only change together with the layout version of its coder, its first
 * byte.
 *
 * <p>After an intended change, {@code mvn test -pl transforms -Dtest=GoldenBytesTest
 * -Dtally.golden.write=true} writes the file again.
 */
class GoldenBytesTest {
  private static final Path FILE = Path.of("src/test/resources/golden-bytes.txt");
  private static final String SEPARATOR = ": ";

  private static final List<CoderSample<?>> SAMPLES =
      Stream.of(
              ModelCoderSamples.all(),
              AggregateCoderSamples.all(),
              DedupCoderSamples.all(),
              AttributeCoderSamples.all(),
              EnrichCoderSamples.all(),
              BudgetCoderSamples.all(),
              ReachCoderSamples.all())
          .<CoderSample<?>>flatMap(List::stream)
          .toList();

  @Test
  void everyCoderOfTheModuleHasASample() throws Exception {
    Set<String> sampled = new TreeSet<>();
    SAMPLES.forEach(sample -> sampled.add(CoderClasses.nameOf(sample.coder().getClass())));
    assertThat(sampled)
        .as("coders with a sample; add one for a new coder to the samples of its package")
        .isEqualTo(CoderClasses.names(AdEvent.class));
  }

  @Test
  void everySampleIsEncodedAsInTheGoldenFile() throws IOException {
    List<String> lines =
        SAMPLES.stream().map(s -> s.name() + SEPARATOR + s.encoded()).sorted().toList();
    if (Boolean.getBoolean("tally.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines) + "\n");
    }
    assertThat(lines)
        .as("a savepoint has other bytes: raise the layout version, then -Dtally.golden.write=true")
        .isEqualTo(Files.readAllLines(FILE, UTF_8));
  }

  @Test
  void everySampleIsDecodedFromTheGoldenFile() throws IOException {
    Map<String, String> golden =
        Files.readAllLines(FILE, UTF_8).stream()
            .map(line -> line.split(SEPARATOR, 2))
            .collect(toMap(parts -> parts[0], parts -> parts[1]));
    SAMPLES.forEach(sample -> sample.assertDecodedFrom(golden.get(sample.name())));
  }
}
