package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A ClickHouse server. It is a program of the operating system, not a JVM; the heap size of the
 * stack is the most memory that one query may use.
 */
final class ClickHouseServer implements ServerKind {
  static final String HTTP = "http";

  /**
   * Runs the command that follows, and kills it when the standard input ends, as it does when the
   * JVM that holds its other end exits. A subshell waits for that; it kills its parent only, which
   * is the server, and nothing once the server has exited.
   */
  private static final String UNTIL_INPUT_ENDS =
      "exec 3<&0; (cat <&3 >/dev/null; read -r _ _ _ parent _ </proc/self/stat; "
          + "[ \"$parent\" != \"$$\" ] || kill -9 \"$$\") & "
          + "exec \"$@\" 3<&- </dev/null";

  @Override
  public String label() {
    return "clickhouse";
  }

  @Override
  public List<String> portNames() {
    return List.of(HTTP);
  }

  @Override
  public int defaultHeapMiB() {
    return 4096;
  }

  @Override
  public Set<Server> needs() {
    return Set.of();
  }

  @Override
  public void requireInstalled() {
    ClickHouseProgram.find();
  }

  @Override
  public List<String> command(ServerSettings settings) throws IOException {
    Path config = ClickHouseConfig.write(settings);
    List<String> command = new ArrayList<>();
    if (settings.attached()) {
      command.addAll(List.of("/bin/sh", "-c", UNTIL_INPUT_ENDS, "tally-clickhouse"));
    }
    command.addAll(ClickHouseProgram.find());
    command.add("--config-file=" + config);
    return command;
  }

  @Override
  public boolean answers(Ports ports) {
    return Ports.isListening(ports.get(HTTP));
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    ClickHouseHealthCheck.check(topology.of(Server.CLICKHOUSE).address(HTTP), atMost);
  }
}
