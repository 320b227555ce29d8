package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the configuration of the Flink cluster: the settings that all of its processes share, and
 * those of each process.
 */
final class FlinkConfig {
  static final int SLOTS = 8;

  /** The packages of java.base that Beam, Flink and Kryo access by reflection on JDK 17. */
  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private FlinkConfig() {}

  /** Returns the options that all JVMs of the cluster need, followed by these additional ones. */
  static List<String> jvmOptions(String... more) {
    List<String> options = new ArrayList<>(OPENS);
    options.addAll(List.of(more));
    return options;
  }

  /**
   * Writes {@code config.yaml} for one process.
   *
   * @param own the lines that only the configuration of this process has
   * @return the arguments of its main class
   */
  static List<String> write(StackFiles files, Server server, Ports jobManager, String own)
      throws IOException {
    Path dir = files.data(server);
    Path tmp = PrivateFiles.directory(dir.resolve("tmp"));
    PrivateFiles.write(dir.resolve("config.yaml"), shared(files, jobManager, tmp) + own);
    return List.of("--configDir", dir.toString());
  }

  static Path checkpoints(StackFiles files) {
    return files.data(Server.JOBMANAGER).resolve("checkpoints");
  }

  /**
   * Returns the settings of all processes. With an unlimited start-up time the JobManager waits for
   * a TaskManager that was killed, instead of failing the job again every second. The restart
   * strategy ends a job that fails repeatedly, because each commit that fails after its checkpoint
   * has completed occupies one more of Beam's buffers, and multiplies the entries of Beam's list of
   * them (ADR 0024).
   */
  private static String shared(StackFiles files, Ports jobManager, Path tmp) {
    Path state = files.data(Server.JOBMANAGER);
    return """
        jobmanager.rpc.address: %1$s
        jobmanager.rpc.port: %2$d
        jobmanager.bind-host: %1$s
        rest.address: %1$s
        rest.bind-address: %1$s
        rest.port: %3$d
        rest.bind-port: "%3$d"
        blob.server.port: "%4$d"
        heartbeat.interval: 1000
        heartbeat.timeout: 15000
        cluster.registration.error-delay: 500
        resourcemanager.standalone.start-up-time: 2147483647
        restart-strategy.type: exponential-delay
        restart-strategy.exponential-delay.initial-backoff: 1s
        restart-strategy.exponential-delay.max-backoff: 30s
        restart-strategy.exponential-delay.reset-backoff-threshold: 5min
        restart-strategy.exponential-delay.attempts-before-reset-backoff: 6
        state.checkpoints.dir: "%5$s"
        state.checkpoints.num-retained: 5
        state.savepoints.dir: "%6$s"
        metrics.fetcher.update-interval: 1000
        classloader.check-leaked-classloader: false
        io.tmp.dirs: "%7$s"
        web.tmpdir: "%7$s"
        web.log.path: "%8$s"
        taskmanager.log.path: "%9$s"
        """
        .formatted(
            Ports.LOOPBACK,
            jobManager.get(FlinkJobManager.RPC),
            jobManager.get(FlinkJobManager.REST),
            jobManager.get(FlinkJobManager.BLOB),
            checkpoints(files).toUri(),
            state.resolve("savepoints").toUri(),
            tmp,
            files.log(Server.JOBMANAGER),
            files.log(Server.TASKMANAGER));
  }
}
