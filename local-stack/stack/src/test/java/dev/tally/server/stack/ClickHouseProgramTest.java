package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseProgramTest {
  @TempDir private Path dir;

  @Test
  void namesTheCommandThatInstallsIt_whenItIsMissing() {
    assertThatThrownBy(() -> ClickHouseProgram.find("", List.of(dir.toString())))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("ClickHouse is not installed")
        .hasMessageContaining("apt-get install -y --no-install-recommends clickhouse-server");
  }

  @Test
  void findsTheServerOnThePathBeforeTheUsualDirectories_andBeforeTheProgramOfAllTools()
      throws IOException {
    Path usual = Files.createDirectory(dir.resolve("usual"));
    String all = program(usual, "clickhouse");
    assertThat(ClickHouseProgram.find("", List.of(usual.toString())))
        .containsExactly(all, "server");
    program(usual, "clickhouse-server");
    String first = program(dir, "clickhouse-server");
    assertThat(ClickHouseProgram.find(dir.toString(), List.of(usual.toString())))
        .containsExactly(first);
  }

  private static String program(Path directory, String name) throws IOException {
    Path program = Files.createFile(directory.resolve(name));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }
}
