package dev.tally.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.attribution.AttributionOptions;
import dev.tally.pipelines.budget.BudgetOptions;
import dev.tally.pipelines.reach.ReachOptions;
import dev.tally.pipelines.union.UnionOptions;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.junit.jupiter.api.Test;

/** Generates the page of all options of the jobs from their interfaces. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Path GENERATED = Path.of("target", "configuration.md");

  private static final String HEAD =
      """
      # Configuration

      The options of the jobs, as `./tally run JOB` and each job's main class accept them. Durations have the form `90s`,
      `5m`, `6h` or `7d`. An invalid option is refused at launch, with a message that says what to do.
      [Restoring](restoring.md) lists the options that may change between a savepoint and a restore. `./tally COMMAND --help`
      describes the options of the other commands. Beam's own options for Flink, e.g. `--parallelism` and
      `--checkpointingInterval`, are accepted as well; see [Flink cluster](flink-cluster.md).
      """;

  @Test
  void thePageListsEveryOption() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    interfaces().forEach((title, options) -> page.append(section(title, options)));
    Files.writeString(GENERATED, page);
    assertThat(PAGE)
        .as("the options have changed: copy pipelines/%s to docs/", GENERATED)
        .hasContent(page.toString());
  }

  private static Map<String, Class<?>> interfaces() {
    Map<String, Class<?>> interfaces = new LinkedHashMap<>();
    interfaces.put("Kafka, all jobs", KafkaOptions.class);
    interfaces.put("All jobs", JobOptions.class);
    interfaces.put("Regions, all jobs", RegionsOptions.class);
    interfaces.put("Placeholder ids, all jobs except union", PlaceholderOptions.class);
    interfaces.put("Invalid traffic, aggregation job", InvalidTrafficOptions.class);
    interfaces.put("Aggregation", AggregationOptions.class);
    interfaces.put("Attribution", AttributionOptions.class);
    interfaces.put("Union", UnionOptions.class);
    interfaces.put("Budget", BudgetOptions.class);
    interfaces.put("Reach", ReachOptions.class);
    return interfaces;
  }

  private static String section(String title, Class<?> options) {
    StringBuilder table =
        new StringBuilder(
            "\n## %s\n\n| Option | Default | Allowed | Effect |\n| --- | --- | --- | --- |\n"
                .formatted(title));
    Stream.of(options.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Description.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> table.append(row(method)));
    return table.toString();
  }

  private static String row(Method getter) {
    String effect = Objects.requireNonNull(getter.getAnnotation(Description.class)).value();
    return "| `--%s` | %s | %s | %s |\n"
        .formatted(
            Ranges.option(getter), defaultOf(getter), allowed(getter), effect.replace("|", "\\|"));
  }

  private static String allowed(Method getter) {
    Range range = getter.getAnnotation(Range.class);
    if (range != null) {
      return Ranges.words(range);
    }
    Class<?> type = getter.getReturnType();
    if (type == boolean.class) {
      return "`true`, `false`";
    }
    return type.isEnum()
        ? Stream.of(type.getEnumConstants())
            .map(value -> "`" + value + "`")
            .collect(Collectors.joining(", "))
        : "text";
  }

  private static String defaultOf(Method getter) {
    return Stream.of(getter.getAnnotations())
        .filter(annotation -> annotation.annotationType().getEnclosingClass() == Default.class)
        .map(ConfigurationPageTest::value)
        .map(value -> value.isEmpty() ? "none" : "`" + value + "`")
        .findFirst()
        .orElse("none");
  }

  private static String value(Annotation defaultValue) {
    try {
      return String.valueOf(defaultValue.annotationType().getMethod("value").invoke(defaultValue));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
