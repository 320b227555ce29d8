package dev.tally.scenarios.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionFilesTest {
  private static final String NO_UTF8 = "2\tno-utf8-\u00ff\n";

  @TempDir private Path dir;

  @Test
  void givesEachLineToItsRegionAsItIs_andCampaignsToBoth() throws IOException {
    RegionFiles all =
        new RegionFiles(
            file("e.tsv", "1\teast\n" + NO_UTF8 + "2\twest\n"),
            file("o.tsv", "3\twest\n3\teast\n"),
            file("c.tsv", "4\tcampaign\n"));

    RegionFiles east = all.in(dir.resolve("east"), line -> !line.contains("west"));
    RegionFiles west = all.in(dir.resolve("west"), line -> line.contains("west"));

    assertThat(text(east.events())).isEqualTo("1\teast\n" + NO_UTF8);
    assertThat(text(west.events())).isEqualTo("2\twest\n");
    assertThat(text(east.orders())).isEqualTo("3\teast\n");
    assertThat(text(west.orders())).isEqualTo("3\twest\n");
    assertThat(text(east.campaigns())).isEqualTo(text(west.campaigns())).isEqualTo("4\tcampaign\n");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
