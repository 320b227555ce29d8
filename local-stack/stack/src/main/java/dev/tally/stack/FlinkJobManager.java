package dev.tally.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The JobManager of a Flink session cluster, with its REST interface. */
final class FlinkJobManager implements ServerKind {
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
    return "dev.tally.flink.JobManager";
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
    return new FlinkProof(ports).answers();
  }

  @Override
  public void prove(Topology topology, Duration atMost) throws ProofException {
    new FlinkProof(topology.of(Server.JOBMANAGER)).takesJobs(atMost);
  }
}
