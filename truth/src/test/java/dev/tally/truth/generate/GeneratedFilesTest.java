package dev.tally.truth.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.truth.compare.Comparison;
import dev.tally.truth.compare.Measure;
import dev.tally.truth.compare.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFilesTest {
  private static final Plan DEMO =
      Plan.builder()
          .events(200_000)
          .ads(60)
          .campaigns(20)
          .stores(8)
          .users(5_000)
          .span(Duration.ofHours(2))
          .build();

  @TempDir Path dir;

  @Test
  void files_areWhatTheGeneratorMade() throws IOException {
    Plan plan = DEMO.toBuilder().events(5_000).build();
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("new/day.tsv.gz"));
    Summary summary = files.write(plan, lines -> {});
    List<Plans.Line> lines = Tsv.read(files.events());

    assertThat(summary).isEqualTo(Plans.run(plan).summary());
    assertThat(lines).isEqualTo(Plans.run(plan).lines());
    assertThat(files.truth()).hasFileName("day.truth.csv").hasContent(Plans.run(plan).truthCsv());
    assertThat(files.summary()).hasFileName("day.summary.json");
    try (var listed = Files.list(dir.resolve("new"))) {
      assertThat(listed).hasSize(3);
    }
  }

  @Test
  void orders_haveFilesOfTheirOwn_andNoneOfThemStaysWhenAPlanHasNone() throws IOException {
    Plan plan = DEMO.toBuilder().events(2_000).users(50).orders(OrderPlan.of(300)).build();
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("day.tsv.gz"));
    files.write(plan, lines -> {});
    OrderRuns run = OrderRuns.of(plan);

    assertThat(Tsv.read(files.events())).isEqualTo(run.events());
    assertThat(Tsv.read(files.orders())).isEqualTo(run.orders());
    assertThat(Tsv.read(files.campaigns())).isEqualTo(run.campaigns());
    assertThat(files.ordersTruth()).hasFileName("day.orders.truth.csv").hasContent(run.truthCsv());
    assertThat(new ObjectMapper().readTree(files.summary().toFile()).at("/orders/orders").asInt())
        .isEqualTo(300);

    files.write(plan.toBuilder().orders(OrderPlan.none()).build(), lines -> {});
    try (var listed = Files.list(dir)) {
      assertThat(listed).hasSize(3);
    }
  }

  @Test
  void summary_tellsTotalsSeedAndOptions() throws IOException {
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("day.tsv"));
    Summary summary = files.write(DEMO.toBuilder().events(3_000).seed(42).build(), lines -> {});
    JsonNode json = new ObjectMapper().readTree(files.summary().toFile());

    assertThat(json.get("lines").asLong()).isEqualTo(summary.lines());
    assertThat(json.get("accepted").asLong()).isEqualTo(3_000);
    assertThat(json.get("dead_letters").get("NOT_JSON").asLong())
        .isEqualTo(summary.deadLetters().get("NOT_JSON"));
    assertThat(json.get("seed").asLong()).isEqualTo(42);
    assertThat(json.get("options").get("span").asText()).isEqualTo("PT2H");
    assertThat(json.get("options").get("regions").get(0).asText()).isEqualTo("us-east");
  }

  @Test
  void bytes_doNotDependOnTheLocale() throws IOException {
    Plan plan = DEMO.toBuilder().events(2_000).build();
    GeneratedFiles.at(dir.resolve("a.tsv")).write(plan, lines -> {});
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      GeneratedFiles.at(dir.resolve("b.tsv")).write(plan, lines -> {});
    } finally {
      Locale.setDefault(before);
    }
    for (String suffix : List.of(".tsv", ".truth.csv", ".summary.json")) {
      assertThat(dir.resolve("b" + suffix)).hasSameBinaryContentAs(dir.resolve("a" + suffix));
    }
  }

  @Test
  void demo_hasThousandsOfRows_andTheTruthEqualsItself() throws IOException {
    GeneratedFiles files = GeneratedFiles.at(dir.resolve("demo.tsv.gz"));
    List<Long> progress = new ArrayList<>();
    Summary summary = files.write(DEMO, progress::add);
    Truth truth = Truth.read(files.truth());
    Comparison comparison = Comparison.with(truth);
    truth.forEach(comparison::add);

    assertThat(truth.rows()).isBetween(6_000, 9_000);
    assertThat(summary.rows()).isEqualTo(truth.rows());
    assertThat(truth.total(Measure.CLICKS)).isEqualTo(summary.clicks());
    assertThat(truth.total(Measure.SPEND_MICROS)).isEqualTo(summary.spendMicros());
    assertThat(comparison.differences().line())
        .isEqualTo("missing=0 extra=0 different=0 rows=" + summary.rows());
    assertThat(progress).containsExactly(65_536L, 131_072L, 196_608L);
  }

  @Test
  void otherNames_areRefused() {
    assertThatThrownBy(() -> GeneratedFiles.at(Path.of("events.csv")))
        .hasMessageContaining("must end in .tsv or .tsv.gz");
  }
}
