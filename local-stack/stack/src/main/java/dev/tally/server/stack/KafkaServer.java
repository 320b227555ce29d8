package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A Kafka broker in KRaft mode, with broker and controller in one process. */
final class KafkaServer implements JvmServerKind {
  static final String BROKER = "broker";
  private static final String CONTROLLER = "controller";

  /**
   * The largest record batch that a topic without a limit of its own accepts, in bytes: 20 MiB plus
   * the overhead of a batch.
   */
  private static final int MAX_BYTES = 21 << 20;

  @Override
  public String label() {
    return "kafka";
  }

  @Override
  public List<String> portNames() {
    return List.of(BROKER, CONTROLLER);
  }

  @Override
  public int defaultHeapMiB() {
    return 768;
  }

  @Override
  public Set<Server> needs() {
    return Set.of();
  }

  @Override
  public String mainClass() {
    return "dev.tally.server.kafka.KafkaServerMain";
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("-Xms128m");
  }

  @Override
  public List<String> prepare(StackFiles files, Topology topology) throws IOException {
    Path dataDir = files.data(Server.KAFKA);
    Path file = dataDir.resolve("server.properties");
    PrivateFiles.write(file, properties(dataDir.resolve("data"), topology.of(Server.KAFKA)));
    return List.of(file.toString());
  }

  @Override
  public boolean answers(Ports ports) {
    return KafkaHealthCheck.answers(ports.address(BROKER));
  }

  @Override
  public void check(Topology topology, Duration atMost) throws UnhealthyException {
    KafkaHealthCheck.check(topology.of(Server.KAFKA).address(BROKER), atMost);
  }

  /**
   * Returns the configuration. The session timeout keeps its default (9 s), although a killed
   * broker can return only when its old session has expired: with a shorter one, a broker of a busy
   * machine is fenced while it runs, and may then lose transactions.
   */
  private static String properties(Path data, Ports ports) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s
        listeners=PLAINTEXT://%2$s,CONTROLLER://%1$s
        advertised.listeners=PLAINTEXT://%2$s
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        num.partitions=4
        default.replication.factor=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        offsets.retention.minutes=525600
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        transaction.max.timeout.ms=900000
        group.initial.rebalance.delay.ms=0
        log.retention.hours=168
        message.max.bytes=%4$d
        replica.fetch.max.bytes=%4$d
        socket.request.max.bytes=104857600
        """
        .formatted(
            ports.address(CONTROLLER),
            ports.address(BROKER),
            data.toString().replace("\\", "\\\\"),
            MAX_BYTES);
  }
}
