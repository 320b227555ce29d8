package dev.tally.server.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stops the servers of a stack: SIGTERM, and SIGKILL after 30 seconds. */
record Stop(StackFiles files, StackOptions options) {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Stops all servers, the last started first. */
  void all() {
    List<Server> last = new ArrayList<>(List.of(Server.values()));
    Collections.reverse(last);
    last.forEach(this::one);
  }

  /** Stops a server if it runs. */
  void one(Server server) {
    StackState state = StackState.read(files.state());
    StackState.@Nullable Entry entry = state.get(server);
    if (entry == null) {
      return;
    }
    ServerProcess.find(entry)
        .ifPresent(
            process -> {
              options.progress().step(server, "stopping (pid " + process.pid() + ")");
              process.stop(MAX_WAIT);
            });
    state.with(server, entry.stopped()).write(files.state());
  }
}
