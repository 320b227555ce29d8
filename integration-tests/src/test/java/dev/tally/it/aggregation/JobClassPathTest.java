package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job brings to a Flink cluster: production classes only. */
class JobClassPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev/tally/scenarios/demo/FaultyPorts.class",
        "dev/tally/scenarios/chaos/Breakpoint.class",
        "dev/tally/truth/generate/Plan.class",
        "dev/tally/server/stack/LocalStack.class",
        "dev/tally/cli/Main.class",
        "picocli/CommandLine.class",
        "ch/qos/logback/classic/Logger.class"
      })
  void hasNoClassOfADemoATestServerOrTheCommandLine(String name) throws IOException {
    assertThat(getClass().getClassLoader().getResource(name)).isNotNull();
    try (URLClassLoader jobs = jobs()) {
      assertThat(jobs.getResource(name)).isNull();
    }
  }

  @Test
  void hasTheClassesOfTheJobs() throws IOException {
    try (URLClassLoader jobs = jobs()) {
      assertThat(jobs.getResource("dev/tally/pipelines/aggregation/AggregationJob.class"))
          .isNotNull();
      assertThat(jobs.getResource("dev/tally/transforms/dedup/DropDuplicates.class")).isNotNull();
      assertThat(jobs.getResource("dev/tally/io/kafka/TopicIO.class")).isNotNull();
    }
  }

  private static URLClassLoader jobs() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String file : JobClassPath.read().split(File.pathSeparator, -1)) {
      urls.add(Path.of(file).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), null);
  }
}
