package dev.tally.server.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The JobManager of a Flink session cluster, with its REST interface. */
final class FlinkJobManager implements JvmServerKind {
  static final String REST = "rest";
  static final String RPC = "rpc";
  static final String BLOB = "blob";

  @Override
  public String label() {
    return "jobmanager";
  }

  @Override
  public String module() {
    return "flink";
  }

  @Override
  public List<String> portNames() {
    return List.of(REST, RPC, BLOB);
  }

  @Override
  public int defaultHeapMiB() {
    return 512;
  }

  @Override
  public Set<Server> needs() {
    return Set.of();
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.flink.JobManagerMain";
  }

  @Override
  public List<String> jvmOptions() {
    return FlinkConfig.jvmOptions("-Xms128m");
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    return FlinkConfig.write(files, Server.JOBMANAGER, topology.of(Server.JOBMANAGER), "");
  }

  @Override
  public boolean answers(Ports ports) {
    return new FlinkHealthCheck(ports).answers();
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    new FlinkHealthCheck(topology.of(Server.JOBMANAGER)).acceptsJobs(atMost);
  }
}
