package dev.tally.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers that Tally needs, on this machine, each in its own JVM and all on the loopback
 * interface.
 *
 * <p>A stack is its data directory: whoever opens the same one finds the same servers, ports and
 * data. The servers of {@link #at} live on when this JVM ends; those of {@link #temporary} end with
 * it and leave nothing. Logs are in {@code logs/<server>.log}.
 *
 * <p>Errors: {@link StackException}, with what to do. Commands that change a stack exclude each
 * other, also among processes. An {@link #up} that is cut off at any moment leaves no server that
 * the next command does not know.
 *
 * <p>Limits: a JobManager that ends forgets its jobs; start one again from its last checkpoint
 * below {@code jobmanager/checkpoints}, or from a savepoint. After a SIGKILL in the middle of a
 * Pinot segment commit, one partition of a table stands still until Pinot's own check mends it, at
 * most 7 minutes later.
 */
public final class LocalStack implements AutoCloseable {
  private static final Duration STOP_GRACE = Duration.ofSeconds(30);

  private final StackFiles files;
  private final StackOptions options;
  private final boolean temporary;

  private LocalStack(StackFiles files, StackOptions options, boolean temporary) {
    this.files = files;
    this.options = options;
    this.temporary = temporary;
  }

  /** The stack whose data is in a directory; it is made when the first server starts. */
  public static LocalStack at(Path dataDir) {
    return new LocalStack(new StackFiles(dataDir), StackOptions.defaults(), false);
  }

  /**
   * A new stack for a test: {@link #close} stops it and deletes its data; so does the end of this
   * JVM. If that is a SIGKILL the servers end too, but their directory stays.
   */
  public static LocalStack temporary() {
    try {
      Path dir = Files.createTempDirectory("tally-stack-");
      LocalStack stack = new LocalStack(new StackFiles(dir), StackOptions.defaults(), true);
      Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon, "abandon-local-stack"));
      return stack;
    } catch (IOException e) {
      throw new StackException("No temporary directory can be made.", e);
    }
  }

  /** With this heap for a server, in MiB, from its next start on. */
  public LocalStack withHeapMiB(Server server, int heapMiB) {
    return with(options.withHeapMiB(server, heapMiB));
  }

  /**
   * With this port for a server from its next start on, instead of any free one.
   *
   * @param name as {@link ServerStatus#ports} has it, e.g. {@code broker} of Kafka, {@code rest} of
   *     the JobManager
   */
  public LocalStack withPort(Server server, String name, int port) {
    return with(options.withPort(server, name, port));
  }

  /**
   * With these jars and directories on the class path of Flink's processes from their next start
   * on, as in a cluster's {@code lib/}: jobs made of them need not bring them along.
   */
  public LocalStack withFlinkLibrary(String classPath) {
    return with(options.withFlinkLibrary(classPath));
  }

  /**
   * With this much time for a start of all servers, and for the wait for another command; 3 minutes
   * if not said.
   */
  public LocalStack withTimeout(Duration timeout) {
    return with(options.withTimeout(timeout));
  }

  /** With somebody who is told of each step. */
  public LocalStack withProgress(Progress progress) {
    return with(options.withProgress(progress));
  }

  /** Where everything of this stack is. */
  public Path dataDir() {
    return files.dataDir();
  }

  /**
   * Starts those servers that do not run, at the same time, and returns when each has done its work
   * once. One that runs is left alone; one that was killed comes back on its ports with its data.
   *
   * @param servers which, with those that they need; none means all
   */
  public void up(Server... servers) {
    Set<Server> wanted = Server.withNeeds(servers.length == 0 ? Server.values() : servers);
    locked(
        () -> {
          Start start = new Start(files, options, temporary);
          List<Launch> launches = new ArrayList<>();
          for (Server server : wanted) {
            start.launch(server).ifPresent(launches::add);
          }
          for (Launch launch : launches) {
            Server server = launch.server();
            launch.awaitProof(topology(), options.timeout());
            StackState.Entry entry = Objects.requireNonNull(state().get(server));
            state().with(server, entry.proved()).write(files.state());
            options.progress().step(server, "healthy");
          }
        });
  }

  /**
   * Stops all servers, the last started first: SIGTERM, and SIGKILL after 30 seconds. Keeps their
   * data and ports. Does nothing in a directory without a stack.
   */
  public void down() {
    if (!files.hasStack()) {
      return;
    }
    locked(
        () -> {
          List<Server> last = new ArrayList<>(List.of(Server.values()));
          Collections.reverse(last);
          for (Server server : last) {
            end(server);
          }
        });
  }

  /** Stops one server: SIGTERM, and SIGKILL after 30 seconds. Keeps its data and ports. */
  public void stop(Server server) {
    locked(() -> end(server));
  }

  /**
   * Ends one server by SIGKILL, as a crash would. {@link #up} brings it back.
   *
   * @throws StackException if it does not run
   */
  public void kill(Server server) {
    locked(
        () -> {
          ServerProcess process =
              ServerProcess.find(state().get(server))
                  .orElseThrow(() -> new StackException(server.label() + " does not run."));
          process.kill();
          options.progress().step(server, "killed (pid " + process.pid() + ")");
        });
  }

  /**
   * The directory of a job of this process: for its checkpoints, savepoints and configuration.
   *
   * <p>It is created and listed in {@code stack.json}, so that {@link #delete} deletes it. One that
   * exists without being listed is not this stack's and stays unlisted, as does one in a directory
   * where no server was started.
   *
   * @param name of the directory, e.g. {@code "aggregation"}
   */
  public Path jobDirectory(String name) {
    Path directory = files.jobData(name);
    if (files.hasStack()) {
      locked(() -> new JobDirectories(files).add(name));
    }
    return directory;
  }

  /** As {@link #delete(Collection)}, without any log of the caller. */
  public List<Path> delete() {
    return delete(List.of());
  }

  /**
   * Stops all servers and deletes their data, logs and ports and the directories of jobs: what
   * {@code stack.json} lists, and nothing else.
   *
   * @param callersLogs files that the calling program writes; those in the stack's directory of
   *     logs are deleted too
   * @return what is kept in the data directory, as this stack did not create it
   * @throws StackException if the directory has no {@code stack.json}, or if a job still runs in
   *     it; nothing is touched then
   */
  public List<Path> delete(Collection<Path> callersLogs) {
    if (!files.hasStack()) {
      throw new StackException(
          "%s has no stack.json, so it is no data directory of Tally's servers. Nothing was deleted: name the right one with --dir."
              .formatted(files.dataDir()));
    }
    new JobDirectories(files).requireNoneInUse();
    down();
    return files.delete(callersLogs);
  }

  /** True if servers have been started in the data directory. */
  public boolean exists() {
    return files.hasStack();
  }

  /** How every server is now, in the order of {@link Server}. Takes no lock. */
  public List<ServerStatus> status() {
    StackState state = state();
    return Arrays.stream(Server.values())
        .map(server -> ServerStatus.of(server, state.get(server), files.log(server)))
        .toList();
  }

  /** {@code bootstrap.servers} of Kafka, e.g. {@code 127.0.0.1:20123}. */
  public String kafkaBootstrap() {
    return topology().of(Server.KAFKA).address(KafkaServer.BROKER);
  }

  /** Pinot's controller, e.g. {@code http://127.0.0.1:20124}. */
  public URI pinotController() {
    return http(Server.PINOT, PinotServer.CONTROLLER);
  }

  /** Pinot's broker for queries, e.g. {@code 127.0.0.1:20125}. */
  public String pinotBroker() {
    return topology().of(Server.PINOT).address(PinotServer.BROKER);
  }

  /** The REST interface of Flink's JobManager, e.g. {@code http://127.0.0.1:20126}. */
  public URI flinkRest() {
    return http(Server.JOBMANAGER, FlinkJobManager.REST);
  }

  /** The order service, e.g. {@code http://127.0.0.1:20127}. */
  public URI orderService() {
    return http(Server.ORDERS, OrderServer.ORDERS);
  }

  /** Where Flink keeps its checkpoints: a directory for each job id. */
  public Path flinkCheckpoints() {
    return FlinkConfig.checkpoints(files);
  }

  /** Where the metastore and the HiveServer2 are. */
  public HiveAddresses hive() {
    return HiveAddresses.of(files, topology());
  }

  /** Ends and deletes a temporary stack; does nothing to another, whose servers live on. */
  @Override
  public void close() {
    if (temporary && Files.exists(files.dataDir())) {
      down();
      files.deleteAll();
    }
  }

  /** At the end of this JVM nobody waits for a lock, and nothing is worth a clean stop. */
  private void abandon() {
    if (Files.exists(files.dataDir())) {
      for (Server server : Server.values()) {
        ServerProcess.find(state().get(server)).ifPresent(ServerProcess::kill);
      }
      files.deleteAll();
    }
  }

  private LocalStack with(StackOptions changed) {
    return new LocalStack(files, changed, temporary);
  }

  private void end(Server server) {
    StackState.@Nullable Entry entry = state().get(server);
    if (entry == null) {
      return;
    }
    ServerProcess.find(entry)
        .ifPresent(
            process -> {
              options.progress().step(server, "stopping (pid " + process.pid() + ")");
              process.stop(STOP_GRACE);
            });
    state().with(server, entry.stopped()).write(files.state());
  }

  URI http(Server server, String port) {
    return URI.create("http://" + topology().of(server).address(port));
  }

  private Topology topology() {
    return Topology.of(state());
  }

  private StackState state() {
    return StackState.read(files.state());
  }

  private void locked(Runnable change) {
    try {
      files.createDataDir();
    } catch (IOException e) {
      throw new StackException(
          "%s cannot be created or written: %s. Change its owner or permissions, or name another with --dir."
              .formatted(files.dataDir(), e),
          e);
    }
    StackLock.holding(files.lock(), options.timeout(), change);
  }
}
