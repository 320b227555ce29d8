package dev.tally.server.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The servers that Tally needs, on this machine, each in its own process and all on the loopback
 * interface.
 *
 * <p>A stack is identified by its data directory: a process that opens the same directory finds the
 * same servers, ports and data. The servers of {@link #at} outlive this JVM. Those of {@link
 * #temporary} end with it and leave no files. Logs are in {@code logs/<server>.log}.
 *
 * <p>Errors: {@link StackException}, whose message says what to do. Only one command at a time can
 * change a stack, even if the commands run in different processes. If {@link #up} is interrupted at
 * any moment, the next command still knows all servers.
 *
 * <p>Limits: a JobManager loses its jobs when it ends. Start a job again from its last checkpoint
 * below {@code jobmanager/checkpoints}, or from a savepoint. After a SIGKILL during a Pinot segment
 * commit, one partition of a table ingests nothing until Pinot's own check repairs it, at most 7
 * minutes later.
 */
public final class LocalStack implements AutoCloseable {
  private final StackFiles files;
  private final StackOptions options;
  private final boolean temporary;

  private LocalStack(StackFiles files, StackOptions options, boolean temporary) {
    this.files = files;
    this.options = options;
    this.temporary = temporary;
  }

  /** Returns the stack with a data directory, which is created when the first server starts. */
  public static LocalStack at(Path dataDir) {
    return new LocalStack(new StackFiles(dataDir), StackOptions.defaults(), false);
  }

  /**
   * Returns a new stack for a test. {@link #close} and the end of this JVM stop it and delete its
   * data. If the JVM ends by SIGKILL, the servers end too, but their directory remains.
   */
  public static LocalStack temporary() {
    try {
      Path dir = Files.createTempDirectory("tally-stack-");
      LocalStack stack = new LocalStack(new StackFiles(dir), StackOptions.defaults(), true);
      Runtime.getRuntime().addShutdownHook(new Thread(stack::abandon, "abandon-local-stack"));
      return stack;
    } catch (IOException e) {
      throw new StackException("No temporary directory can be created.", e);
    }
  }

  /** Sets the maximum heap size of a server, in MiB, from its next start on. */
  public LocalStack withHeapMiB(Server server, int heapMiB) {
    return with(options.withHeapMiB(server, heapMiB));
  }

  /**
   * Sets a port of a server from its next start on. Default: any free port.
   *
   * @param name as in {@link ServerStatus#ports}, e.g. {@code broker} of Kafka, {@code rest} of the
   *     JobManager
   */
  public LocalStack withPort(Server server, String name, int port) {
    return with(options.withPort(server, name, port));
  }

  /**
   * Adds jars and directories to the class path of Flink's processes from their next start on, as
   * in a cluster's {@code lib/}. Jobs need not upload these classes.
   */
  public LocalStack withFlinkLibrary(String classPath) {
    return with(options.withFlinkLibrary(classPath));
  }

  /**
   * Sets the time limit for the wait for each server to become healthy, and for the wait for
   * another command. Default: 3 minutes.
   */
  public LocalStack withTimeout(Duration timeout) {
    return with(options.withTimeout(timeout));
  }

  /** Sets a listener that is called at each step. */
  public LocalStack withProgress(Progress progress) {
    return with(options.withProgress(progress));
  }

  /** Returns the directory that contains all files of this stack. */
  public Path dataDir() {
    return files.dataDir();
  }

  /**
   * Starts those servers that do not run, all at the same time, and waits until each has passed its
   * health check. A running server is not touched. A server that was killed is restarted with its
   * ports and data.
   *
   * @param servers the servers to start, together with those that they need; none means all whose
   *     programs are installed
   */
  public void up(Server... servers) {
    Server[] all = Server.installed().toArray(Server[]::new);
    Set<Server> wanted = Server.withNeeds(servers.length == 0 ? all : servers);
    locked(() -> new ServerStart(files, options, temporary).all(wanted));
  }

  /**
   * Stops all servers, the last started first: SIGTERM, and SIGKILL after 30 seconds. Keeps their
   * data and ports. Does nothing in a directory without a stack.
   */
  public void down() {
    if (!files.hasStack()) {
      return;
    }
    locked(new Stop(files, options)::all);
  }

  /** Stops one server: SIGTERM, and SIGKILL after 30 seconds. Keeps its data and ports. */
  public void stop(Server server) {
    locked(() -> new Stop(files, options).one(server));
  }

  /**
   * Kills one server with SIGKILL, as in a crash. {@link #up} restarts it.
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
   * Returns the directory for the checkpoints, savepoints and configuration of a job that runs in
   * this process.
   *
   * <p>The directory is created and listed in {@code stack.json}, so that {@link #delete} deletes
   * it. A directory that already exists without being listed does not belong to this stack and
   * stays unlisted. No directory is listed where no server was started.
   *
   * @param name the name of the directory, e.g. {@code "aggregation"}
   */
  public Path jobDirectory(String name) {
    Path directory = files.jobData(name);
    if (files.hasStack()) {
      locked(() -> new JobDirectories(files).add(name));
    }
    return directory;
  }

  /** Calls {@link #delete(Collection)} without logs of the caller. */
  public List<Path> delete() {
    return delete(List.of());
  }

  /**
   * Stops all servers and deletes what {@code stack.json} lists, and nothing else: their data, logs
   * and ports, and the directories of jobs.
   *
   * @param callersLogs log files of the calling program; those in the stack's directory of logs are
   *     deleted too
   * @return what was kept in the data directory because this stack did not create it
   * @throws StackException if the directory has no {@code stack.json}, or if a job still runs in
   *     it; nothing is changed then
   */
  public List<Path> delete(Collection<Path> callersLogs) {
    if (!files.hasStack()) {
      throw new StackException(
          "%s has no stack.json, so it is not a data directory of Tally's servers. Nothing was deleted: use --dir with the right one."
              .formatted(files.dataDir()));
    }
    new JobDirectories(files).requireNoneInUse();
    down();
    return files.delete(callersLogs);
  }

  /** Returns true if servers have been started in the data directory. */
  public boolean exists() {
    return files.hasStack();
  }

  /**
   * Returns the current status of every server, in the order of {@link Server}. Does not acquire
   * the lock.
   */
  public List<ServerStatus> status() {
    StackState state = state();
    return Arrays.stream(Server.values())
        .map(server -> ServerStatus.of(server, state.get(server), files.log(server)))
        .toList();
  }

  /** Returns the {@code bootstrap.servers} of Kafka, e.g. {@code 127.0.0.1:20123}. */
  public String kafkaBootstrap() {
    return topology().of(Server.KAFKA).address(KafkaServer.BROKER);
  }

  /** Returns the URL of Pinot's controller, e.g. {@code http://127.0.0.1:20124}. */
  public URI pinotController() {
    return http(Server.PINOT, PinotServer.CONTROLLER);
  }

  /** Returns the address of Pinot's broker for queries, e.g. {@code 127.0.0.1:20125}. */
  public String pinotBroker() {
    return topology().of(Server.PINOT).address(PinotServer.BROKER);
  }

  /** Returns the URL of the JobManager's REST interface, e.g. {@code http://127.0.0.1:20126}. */
  public URI flinkRest() {
    return http(Server.JOBMANAGER, FlinkJobManager.REST);
  }

  /** Returns the URL of the order service, e.g. {@code http://127.0.0.1:20127}. */
  public URI orderService() {
    return http(Server.ORDERS, OrderServer.ORDERS);
  }

  /** Returns the directory of Flink's checkpoints, which has one directory per job id. */
  public Path flinkCheckpoints() {
    return FlinkConfig.checkpoints(files);
  }

  /** Returns the URL of ClickHouse's HTTP interface, e.g. {@code http://127.0.0.1:20128}. */
  public URI clickHouse() {
    return http(Server.CLICKHOUSE, ClickHouseServer.HTTP);
  }

  /** Returns the addresses of the metastore and the HiveServer2. */
  public HiveAddresses hive() {
    return HiveAddresses.of(files, topology());
  }

  /**
   * Stops and deletes a temporary stack. Does nothing to another stack, whose servers keep running.
   */
  @Override
  public void close() {
    if (temporary && Files.exists(files.dataDir())) {
      down();
      files.deleteAll();
    }
  }

  /** Kills the servers without the lock and without a clean stop, because this JVM is ending. */
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
    files.createDataDir();
    StackLock.holding(files.lock(), options.timeout(), change);
  }
}
