package dev.tally.server.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A TaskManager of a Flink session cluster. */
final class FlinkTaskManager implements JvmServerKind {
  /**
   * Its id in the cluster. With a fixed id, a restarted TaskManager replaces the dead one at once.
   */
  static final String ID = "taskmanager";

  private static final String RPC = "rpc";
  private static final String DATA = "data";

  @Override
  public String label() {
    return "taskmanager";
  }

  @Override
  public String module() {
    return "flink";
  }

  @Override
  public List<String> portNames() {
    return List.of(RPC, DATA);
  }

  @Override
  public int defaultHeapMiB() {
    return 1280;
  }

  @Override
  public Set<Server> needs() {
    return Set.of(Server.JOBMANAGER);
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.flink.TaskManagerMain";
  }

  @Override
  public List<String> jvmOptions() {
    return FlinkConfig.jvmOptions("-Xms256m", "-XX:MaxDirectMemorySize=384m");
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    String own = own(topology.of(Server.TASKMANAGER));
    return FlinkConfig.write(files, Server.TASKMANAGER, topology.of(Server.JOBMANAGER), own);
  }

  @Override
  public boolean answers(Ports ports) {
    return Ports.isListening(ports.get(RPC));
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    new FlinkHealthCheck(topology.of(Server.JOBMANAGER)).runsTasks(ID, atMost);
  }

  /**
   * Returns the settings of this process. Flink requires every memory size; it uses those of the
   * heap for bookkeeping only.
   */
  private static String own(Ports ports) {
    return """
        taskmanager.resource-id: %1$s
        taskmanager.host: %2$s
        taskmanager.bind-host: %2$s
        taskmanager.rpc.port: "%3$d"
        taskmanager.data.port: %4$d
        taskmanager.data.bind-port: "%4$d"
        taskmanager.numberOfTaskSlots: %5$d
        taskmanager.cpu.cores: %5$d.0
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.task.heap.size: 1152m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.off-heap.size: 128m
        taskmanager.memory.network.min: 128m
        taskmanager.memory.network.max: 128m
        taskmanager.memory.managed.size: 512m
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        """
        .formatted(ID, Ports.LOOPBACK, ports.get(RPC), ports.get(DATA), FlinkConfig.SLOTS);
  }
}
